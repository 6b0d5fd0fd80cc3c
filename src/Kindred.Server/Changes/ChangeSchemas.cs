using Kindred.Server.Similar;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kindred.Server.Changes;

/// <summary>Describes bodies with pictures, which are read by hand and so cannot be read off the routes.</summary>
internal static class ChangeSchemas
{
    public static Task DescribeOneAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.RequestBody = Body(
            "A form with the picture's file and its attributes, or the file alone.",
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string>(StringComparer.Ordinal) { UploadReader.Field },
                Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                {
                    [UploadReader.Field] = File(),
                    ["attributes"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Description = "JSON: values by the names of attributes, as of POST /api/attributes.",
                    },
                },
            });
        operation.RequestBody.Content!["image/*"] = new OpenApiMediaType { Schema = File() }; // Body has made it.
        return Task.CompletedTask;
    }

    public static Task DescribeSeveralAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.RequestBody = Body(
            "A form with the pictures' files.",
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string>(StringComparer.Ordinal) { UploadReader.Field },
                Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                {
                    [UploadReader.Field] = new OpenApiSchema { Type = JsonSchemaType.Array, MaxItems = FormPart.Most, Items = File() },
                },
            });
        return Task.CompletedTask;
    }

    private static OpenApiRequestBody Body(string description, OpenApiSchema form) => new()
    {
        Required = true,
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            ["multipart/form-data"] = new OpenApiMediaType { Schema = form },
        },
    };

    private static OpenApiSchema File() => new() { Type = JsonSchemaType.String, Format = "binary" };
}
