using System.Net.Sockets;
using Kindred.Libraries;
using Kindred.Server.Api;
using Kindred.Server.Attributes;
using Kindred.Server.Changes;
using Kindred.Server.Changes.Fetching;
using Kindred.Server.Galleries;
using Kindred.Server.Hosting;
using Kindred.Server.Images;
using Kindred.Server.IndexRuns;
using Kindred.Server.Layouts;
using Kindred.Server.NearDuplicates;
using Kindred.Server.Observability;
using Kindred.Server.Page;
using Kindred.Server.Recommendations;
using Kindred.Server.Security;
using Kindred.Server.Similar;
using Kindred.Server.Status;
using Kindred.Server.Thumbnails;
using Kindred.Server.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kindred.Server;

/// <summary>
/// Serves a library: the page at <c>/</c>, the API under <c>/api</c>, its reference at <c>/scalar</c>, and health checks and metrics.
/// </summary>
public static class KindredServer
{
    private const string Api = "/api";

    /// <summary>Serves until told to stop. Requests and an index run under way come to a clean end first.</summary>
    /// <param name="library">The library. The caller disposes it afterwards.</param>
    /// <param name="options">How.</param>
    /// <param name="started">Told the addresses once the server answers; a port 0 has become a real one.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="KindredException">The options are unsafe, an address cannot be had, or the library cannot be read.</exception>
    public static async Task RunAsync(
        Library library, ServerOptions options, Action<IReadOnlyList<string>>? started = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        await using var app = Build(library, options);
        // One of several has to be there for the others before it can have a gallery.
        if (options.Node is null)
            await app.Services.GetRequiredService<LiveGallery>().RefreshAsync(cancellationToken);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new KindredException(
                $"The server cannot listen there: {exception.Message.TrimEnd('.')}. Choose another with --urls.", exception);
        }

        started?.Invoke([.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses]);
        await app.WaitForShutdownAsync(cancellationToken);
        // Services that the host no longer waits for still use the library, which the caller is about to close.
        foreach (var service in app.Services.GetServices<IHostedService>().OfType<BackgroundService>())
            await (service.ExecuteTask ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static WebApplication Build(Library library, ServerOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Kindred" });
        builder.AddHosting(options);
        builder.AddLogging(options);
        builder.Services.AddApi();
        builder.Services.AddObservability();
        builder.Services.AddSecurity(options);
        builder.Services.AddLibrary(library, options);
        options.Node?.Configure(builder);

        var app = builder.Build();
        app.Use(app.Services.GetRequiredService<SilentConnections>().ServeAsync);
        if (options.Proxies.Count > 0)
            app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        if (options.LogRequests)
            app.UseMiddleware<RequestLog>();
        app.UseResponseCompression();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseHostFiltering();
        app.UseRateLimiter();
        app.UsePage();
        app.UseRouting();
        app.UseOtherSites();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseKnownParameters(Api);

        app.MapHealth();
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization();
        app.MapReference(PageRoutes.Files);
        var api = app.MapGroup(Api)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapGroup("").AddEndpointFilter(GalleryHeader.AddCurrentAsync).MapSession();
        var server = api.MapGroup("").RequireAuthorization().AddEndpointFilter(GalleryHeader.AddCurrentAsync);
        server.MapIndexRuns();
        server.MapStatus();
        var gallery = api.MapGroup("").RequireRole(AccessRole.Read)
            .AddEndpointFilter(NewestGallery.AnswerAsync)
            .AddEndpointFilter(GalleryHeader.AddAsync);
        gallery.MapImages();
        gallery.MapThumbnails();
        gallery.MapAttributes();
        gallery.MapSimilar();
        gallery.MapSearch(options);
        gallery.MapWords();
        gallery.MapRecommendations();
        gallery.MapNearDuplicates();
        gallery.MapVariants();
        gallery.MapLayout();
        var users = api.MapGroup("").RequireRole(AccessRole.Write).AddEndpointFilter(GalleryHeader.AddAsync);
        api.MapGroup("").RequireRole(AccessRole.Write)
            .AddEndpointFilter(NewestGallery.AnswerAsync)
            .AddEndpointFilter(GalleryHeader.AddAsync)
            .MapUserRecommendations();
        users.MapUsers();
        users.MapInteractionBatches();
        users.MapTastes();
        users.MapAttributeBatches();
        var changes = api.MapGroup("").RequireRole(AccessRole.Write).AddEndpointFilter(GalleryHeader.AddCurrentAsync);
        changes.MapChanges(options);
        changes.MapFetches();
        return app;
    }
}
