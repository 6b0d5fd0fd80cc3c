using Kindred.Libraries;
using Kindred.Server.Changes;
using Kindred.Server.Changes.Fetching;
using Kindred.Server.Galleries;
using Kindred.Server.IndexRuns;
using Kindred.Server.Layouts;
using Kindred.Server.NearDuplicates;
using Kindred.Server.Similar;
using Kindred.Server.Status;
using Kindred.Server.Thumbnails;
using Kindred.Vision.Decoding;
using Kindred.Vision.Thumbnails;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kindred.Server.Hosting;

/// <summary>The library, and the services that work for it in the background.</summary>
internal static class LibraryParts
{
    public static void AddLibrary(this IServiceCollection services, Library library, ServerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Time);
        services.AddSingleton(library);
        services.AddSingleton(library.Pictures);
        services.AddSingleton(new ImageDecoder());
        services.AddSingleton(new ThumbnailCacheOptions { Directory = options.ThumbnailFolder, ByteLimit = options.ThumbnailBytes });
        services.AddSingleton<ThumbnailMaker>();
        services.AddSingleton<ThumbnailCache>();
        services.AddSingleton<UploadGate>();
        services.AddSingleton<RedundantFiles>();
        services.AddSingleton<ChangeTargets>();
        services.AddSingleton<ChangedFiles>();
        services.AddSingleton<PictureChanges>();
        services.AddSingleton<NextIndexRun>();
        services.AddSingleton(new FetchSources(options.FetchFrom));
        services.AddSingleton<PictureFetcher>();
        services.AddSingleton<IGalleryMaker, GalleryPreparer>();
        services.AddSingleton<LiveGallery>();
        services.AddSingleton<Readiness>();
        services.AddHostedService<Drain>();
        services.AddScoped(provider => provider.GetRequiredService<LiveGallery>().Acquire());
        services.AddBackground<GalleryFollower>();
        services.AddBackground<GraphLinker>();
        services.AddBackground<LiveLayout>();
        services.AddBackground<IndexRunner>();
        services.AddBackground<FolderWatch>();
        services.AddBackground<ModelLoader>();
        services.AddBackground<FetchRunner>();
    }

    /// <summary>Adds a service that runs from start to stop and that others can ask for.</summary>
    private static void AddBackground<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
