using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Kindred.Server.Page;

/// <summary>The page: files that are embedded in this assembly. They show nothing of the library by themselves.</summary>
internal static class PageRoutes
{
    /// <summary>What pages of other sites embed.</summary>
    private const string Element = "kindred.js";

    /// <summary>The files.</summary>
    public static IFileProvider Files { get; } = new ManifestEmbeddedFileProvider(typeof(PageRoutes).Assembly, "wwwroot");

    public static void UsePage(this IApplicationBuilder app) => app.UseFileServer(new FileServerOptions
    {
        FileProvider = Files,
        StaticFileOptions =
        {
            // Another version of Kindred may be at this address tomorrow.
            OnPrepareResponse = context =>
            {
                var headers = context.Context.Response.Headers;
                headers[HeaderNames.CacheControl] = "no-cache";
                if (context.File.Name == Element)
                    headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            },
        },
    });
}
