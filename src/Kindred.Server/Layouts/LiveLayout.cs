using System.Threading.Channels;
using Kindred.Galleries;
using Kindred.Layouts;
using Kindred.Server.Galleries;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kindred.Server.Layouts;

/// <summary>
/// The layout of the gallery that requests see. It is computed in the background when it is first asked for, and kept in the library.
/// </summary>
internal sealed partial class LiveLayout(LiveGallery gallery, ILogger<LiveLayout> logger) : BackgroundService
{
    private static readonly GalleryLayout Nothing = new([]);

    private readonly Channel<int> _wanted = Channel.CreateBounded<int>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile Computed? _computed;

    /// <summary>Tells one start of the server from another.</summary>
    public string Session { get; } = Guid.NewGuid().ToString("N")[..8];

    /// <summary>The layout of a snapshot of the gallery; <see langword="null"/> while it is being computed.</summary>
    public GalleryLayout? Find(GalleryLease lease)
    {
        if (lease.Gallery is null)
            return Nothing;
        if (_computed is { } computed && computed.Number == lease.Number)
            return computed.Layout;
        // It asks for the neighbors of all: by the graph that takes less, once that is linked.
        if (!lease.Gallery.AwaitsGraph)
            _wanted.Writer.TryWrite(lease.Number);
        return null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _wanted.Reader.ReadAllAsync(stoppingToken))
        {
            using var lease = gallery.Acquire();
            if (lease.Gallery is not { AwaitsGraph: false } current || _computed?.Number == lease.Number)
                continue;
            try
            {
                _computed = new Computed(lease.Number, await current.ReadLayoutAsync(cancellationToken: stoppingToken));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next request for the layout tries again.
                Failed(logger, exception.Message, exception is KindredException ? null : exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The gallery could not be laid out: {Reason}")]
    private static partial void Failed(ILogger logger, string reason, Exception? exception);

    private sealed record Computed(int Number, GalleryLayout Layout);
}
