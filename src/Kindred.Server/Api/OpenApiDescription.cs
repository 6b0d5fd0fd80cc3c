using System.Text.Json.Nodes;
using Kindred.Attributes;
using Kindred.Interactions;
using Kindred.NearDuplicates;
using Kindred.Recommendations;
using Kindred.Server.Images;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kindred.Server.Api;

/// <summary>What the OpenAPI document says beyond what can be read off the routes.</summary>
internal static class OpenApiDescription
{
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
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if ((Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) == typeof(InteractionKind))
            {
                schema.Type = JsonSchemaType.String;
                schema.Pattern = "^[a-z][a-z0-9-]{0,31}$";
                schema.Description ??= "like, dislike, seen, or an event: view, cart, purchase, or any other name.";
            }

            if (context.JsonTypeInfo.Type == typeof(ImageAttributes))
            {
                schema.Type = JsonSchemaType.Object;
                schema.AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.String | JsonSchemaType.Number | JsonSchemaType.Boolean | JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                    Description = "A text, a number, true or false, or a list of tags.",
                };
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            foreach (var described in context.Description.ParameterDescriptions)
            {
                if (operation.Parameters?.FirstOrDefault(parameter => parameter.Name == described.Name) is OpenApiParameter parameter
                    && NamesOf(described.ParameterDescriptor?.ParameterType) is { } names)
                {
                    parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. names.Select(name => (JsonNode)name)] };
                }
            }

            return Task.CompletedTask;
        });
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
                Description = "A key of the server's. Where it has none, whoever reaches it may ask.",
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

    private static IReadOnlyList<string>? NamesOf(Type? type)
    {
        type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(Named<Strategy>) ? Named<Strategy>.Names
            : type == typeof(Named<ImageSort>) ? Named<ImageSort>.Names
            : type == typeof(Named<VariantPlaces>) ? Named<VariantPlaces>.Names
            : null;
    }
}
