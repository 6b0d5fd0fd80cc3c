using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Kindred.Attributes;
using Kindred.Interactions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kindred.Server.Api;

/// <summary>
/// What schemas are called and say. Programs that make clients take both from here: a schema's name becomes a type's, and an enum that has
/// none would become another type at each place.
/// </summary>
internal static class OpenApiSchemas
{
    private const string Suffix = "Document";

    /// <summary>What a schema is called; <see langword="null"/> for one that stands where it is used.</summary>
    public static string? NameOf(JsonTypeInfo type)
    {
        if (EnumOf(type.Type) is not null && type.Type != EnumOf(type.Type))
            return null;
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return name is null ? null
            : name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length]
            : name.EndsWith(Suffix + "s", StringComparison.Ordinal) ? name[..^(Suffix.Length + 1)] + "List"
            : name;
    }

    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // Comments in the code are XML, in lines as long as code is.
        if (schema.Description is { } comment)
            schema.Description = WebUtility.HtmlDecode(comment).ReplaceLineEndings(" ");
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.IsEnum)
            Fill(schema, type);
        else if (type == typeof(InteractionKind))
            FillKind(schema);
        else if (type == typeof(ImageAttributes) || type == typeof(IReadOnlyDictionary<string, JsonElement>))
            FillAttributes(schema);
        else if (type.IsAssignableTo(typeof(ProblemDetails)))
            FillProblem(schema);
        return Task.CompletedTask;
    }

    /// <summary>Parameters that are one of an enum's values have the enum's schema, which has its name.</summary>
    public static Task DescribeParametersAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var described in context.Description.ParameterDescriptions)
        {
            if (operation.Parameters?.FirstOrDefault(parameter => parameter.Name == described.Name) is OpenApiParameter parameter
                && described.ParameterDescriptor?.ParameterType is { } type && EnumOf(type) is { } values
                && context.Document is { } document)
            {
                var schema = new OpenApiSchema();
                Fill(schema, values);
                document.AddComponent(values.Name, schema);
                // A parameter that is a property of several has left a schema there that does not say all.
                if (document.Components?.Schemas is { } schemas)
                    schemas[values.Name] = schema;
                parameter.Schema = new OpenApiSchemaReference(values.Name, document);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The enum that a parameter gives a value of by its name; <see langword="null"/> where it gives none.</summary>
    private static Type? EnumOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Named<>) ? type.GetGenericArguments()[0] : null;
    }

    /// <summary>An enum's names. That it may be left out, or is null, is said where it is used, and so is its default.</summary>
    private static void Fill(OpenApiSchema schema, Type values)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. Enum.GetNames(values).Select(name => (JsonNode)JsonNamingPolicy.KebabCaseLower.ConvertName(name))];
        schema.Default = null;
    }

    private static void FillKind(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.String;
        schema.Pattern = "^[a-z][a-z0-9-]{0,31}$";
        schema.Description = "like, dislike, seen, or an event: view, cart, purchase, or any other name.";
    }

    /// <summary>Values have no type of their own here: of a choice among several, clients in C# would take the first.</summary>
    private static void FillAttributes(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object | (schema.Type.GetValueOrDefault() & JsonSchemaType.Null);
        schema.AdditionalProperties = new OpenApiSchema { Description = "A text, a number, true or false, or a list of tags." };
    }

    /// <summary>What every problem has is no more than likely in the framework's own words.</summary>
    private static void FillProblem(OpenApiSchema schema)
    {
        schema.Required = new HashSet<string>(["type", "title", "status"], StringComparer.Ordinal);
        schema.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Text("What kind of problem it is: an address."),
            ["title"] = Text("The same in a few words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The status of the answer." },
            ["detail"] = Text("What is wrong, and what to do."),
            ["instance"] = Text("Where it happened: an address."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                },
                Description = "What is wrong with single fields, by their names.",
            },
            ["traceId"] = Text("The request's id in the server's log."),
        };

        static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
    }
}
