using Microsoft.AspNetCore.OpenApi;

namespace Kindred.Server.Hosting;

/// <summary>What the OpenAPI document says beyond what can be read off the routes.</summary>
internal static class OpenApiDescription
{
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "Kindred";
        document.Info.Description = "Recommends pictures: shows, from a gallery, the ones somebody would choose next.";
        document.Info.Version = "v1";
        document.Servers?.Clear();
        return Task.CompletedTask;
    });
}
