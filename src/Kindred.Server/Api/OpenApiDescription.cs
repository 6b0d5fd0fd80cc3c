using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kindred.Server.Api;

/// <summary>What the OpenAPI document says beyond what can be read off the routes.</summary>
internal static class OpenApiDescription
{
    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["Attributes"] = "What a shop says about its pictures, to filter by.",
        ["Images"] = "The pictures of the gallery, their files, near-duplicates and variants.",
        ["Library"] = "The status of the library, and indexing it.",
        ["Recommendations"] = "What to choose next, from likes that the request names.",
        ["Search"] = "What is most like a picture.",
        ["Server"] = "Whether the server can do its work.",
        ["Session"] = "Signing in on the page with a key.",
        ["Users"] = "What users chose, their tastes, and what to recommend to them.",
    };

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Kindred";
            document.Info.Description = "Recommends pictures: shows, from a gallery, the ones somebody would choose next.";
            document.Info.Version = "v1";
            document.Info.License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" };
            document.Servers = [new OpenApiServer { Url = "/", Description = "The server that this description comes from." }];
            DescribeKeys(document);
            DescribeTags(document);
            return Task.CompletedTask;
        });
        options.CreateSchemaReferenceId = OpenApiSchemas.NameOf;
        options.AddSchemaTransformer(OpenApiSchemas.DescribeAsync);
        options.AddOperationTransformer(OpenApiSchemas.DescribeParametersAsync);
    }

    /// <summary>Says what a tag is about. The routes themselves only name it.</summary>
    private static void DescribeTags(OpenApiDocument document)
    {
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
            tag.Description = tag.Name is { } name ? Tags.GetValueOrDefault(name) : null;
    }

    /// <summary>A key goes with a request in one of two headers; where the server has no keys, none is needed.</summary>
    private static void DescribeKeys(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["key"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
                Description = "A key of the server. A server without keys answers everyone who can reach it.",
            },
            ["bearer"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The same key as a bearer token.",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] },
            new OpenApiSecurityRequirement(),
        ];
    }
}
