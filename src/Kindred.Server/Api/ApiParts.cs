using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kindred.Server.Api;

/// <summary>How requests are read, checked and described, and how faults are told.</summary>
internal static class ApiParts
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddRouting();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = problem =>
        {
            // What is out of its range has a sentence for each parameter; what the framework refuses otherwise has only a title.
            if (problem.ProblemDetails is HttpValidationProblemDetails { Errors.Count: > 0 } invalid)
                problem.ProblemDetails.Detail ??= string.Join(' ', invalid.Errors.Values.SelectMany(sentences => sentences));
            if (problem.ProblemDetails.Status is >= 400 and < 500)
                problem.ProblemDetails.Detail ??= RequestFaults.Describe(problem.ProblemDetails.Status.Value, problem.HttpContext);
        });
        services.AddExceptionHandler<Faults>();
        services.AddValidation();
        // A parameter that cannot be read becomes an exception, and so a sentence, rather than an empty answer.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(json =>
        {
            // What is left out or null is a fault where something is needed, rather than the first of an enum's values.
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            // A misspelled field would otherwise be passed over, and the answer be to another question.
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
            json.SerializerOptions.Converters.Add(new InteractionKindConverter());
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default);
        });
        // A lambda, for only such a call gets what the comments of the code say into the description.
        services.AddOpenApi(options => OpenApiDescription.Configure(options));
        services.AddResponseCompression(compression =>
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "image/svg+xml"]);
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
    }
}
