using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Server.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kindred.Server.Hosting;

/// <summary>How requests are read, checked and described, and how faults are told.</summary>
internal static class ApiParts
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddRouting();
        services.AddProblemDetails();
        services.AddExceptionHandler<Faults>();
        services.AddValidation();
        // A parameter that cannot be read becomes an exception, and so a sentence, rather than an empty answer.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default);
        });
        services.AddOpenApi(OpenApiDescription.Configure);
    }
}
