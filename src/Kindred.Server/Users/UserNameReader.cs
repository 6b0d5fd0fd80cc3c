using Kindred.Interactions;
using Kindred.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Users;

/// <summary>Reads a user's name out of an address: any name that the library knows, exactly.</summary>
internal static class UserNameReader
{
    /// <summary>Gives the name to a handler whose first argument it is, or refuses what cannot be one.</summary>
    public static async ValueTask<object?> ReadAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // Slashes are left encoded in paths, so that they part no segments; in a name they are what they are.
        var name = (context.HttpContext.GetRouteValue("user") as string)?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        context.Arguments[0] = name;
        return UserName.Fault(name) is { } fault ? Problems.BadRequest(fault) : await next(context);
    }
}
