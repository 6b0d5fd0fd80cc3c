using Kindred.Interactions;
using Kindred.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Users;

/// <summary>Reads a user's name out of an address: any name that the library knows, exactly.</summary>
internal static class UserNameReader
{
    private const string Parameter = "user";
    /// <summary>Segments of an address before the name: <c>/api/users</c>.</summary>
    private const int SegmentsBefore = 2;

    /// <summary>Passes the name to a handler as its first argument, or refuses an address that has none.</summary>
    public static async ValueTask<object?> ReadAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (AddressSegment.Read(context.HttpContext, Parameter, SegmentsBefore) is not { } name)
            return Problems.BadRequest("The user's name cannot be read; encode everything but letters and digits.");
        if (UserName.Fault(name) is { } fault)
            return Problems.BadRequest(fault);
        context.Arguments[0] = name;
        return await next(context);
    }
}
