using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Vision.Decoding;
using Kindred.Vision.Models;

namespace Kindred.Vision;

/// <summary>
/// Embeds pictures with ONNX Runtime. Every core has a worker of its own that decodes pictures straight into its batch and then runs
/// the network on it with one thread: no core waits for another, and while one decodes, another infers. That is faster than handing
/// pictures from decoders to one network that uses all cores, because small networks scale badly over threads.
/// </summary>
internal sealed class OnnxEmbedder : IImageEmbedder
{
    private readonly EmbeddingNetworks _networks;
    private readonly ImageDecoder _decoder;
    private readonly int _workers;
    private readonly int _batchSize;

    /// <summary>Loads a network.</summary>
    /// <param name="recipe">What to make of it.</param>
    /// <param name="weights">Its weights' files, the main one first.</param>
    /// <param name="options">Threads, batches and limits; sensible ones by default.</param>
    /// <exception cref="KindredException">The weights are missing, damaged or not what the recipe needs.</exception>
    public OnnxEmbedder(ModelRecipe recipe, IReadOnlyList<string> weights, OnnxEmbedderOptions? options = null)
        : this(EmbeddingNetworks.Of(new OnnxNetwork(recipe, weights)), options ?? new OnnxEmbedderOptions())
    {
    }

    /// <summary>Embeds with networks that are loaded.</summary>
    /// <param name="networks">The networks; they are owned from then on.</param>
    /// <param name="options">Threads, batches and limits.</param>
    internal OnnxEmbedder(EmbeddingNetworks networks, OnnxEmbedderOptions options)
    {
        _networks = networks;
        _workers = options.Workers;
        _batchSize = options.BatchSize;
        _decoder = new ImageDecoder(options.PixelLimit);
    }

    /// <inheritdoc/>
    public EmbedderStamp Stamp => _networks.Stamp;

    /// <inheritdoc/>
    public EmbeddingGeometry? Geometry => _networks.Geometry;

    /// <summary>Loads a model of the catalog, or an <c>.onnx</c> file.</summary>
    /// <param name="model">Id in the catalog or path of a file; the catalog's default where <see langword="null"/>.</param>
    /// <param name="options">Threads, batches and limits; sensible ones by default.</param>
    /// <exception cref="KindredException">
    /// There is no such model, or its weights are not here; the message says how to get them.
    /// </exception>
    public static OnnxEmbedder Load(string? model = null, OnnxEmbedderOptions? options = null) =>
        new(EmbeddingNetworks.Load(model), options ?? new OnnxEmbedderOptions());

    /// <inheritdoc/>
    public async IAsyncEnumerable<EmbeddingResult> EmbedAsync(
        IAsyncEnumerable<EncodedImage> images, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = Channel.CreateBounded<EncodedImage>(new BoundedChannelOptions(2 * _workers) { SingleWriter = true });
        var results = Channel.CreateBounded<EmbeddingResult>(new BoundedChannelOptions(4 * _workers * _batchSize) { SingleReader = true });

        Task[] tasks =
        [
            Task.Run(() => FeedAsync(images, waiting.Writer, stop.Token), CancellationToken.None),
            .. Enumerable.Range(0, _workers).Select(
                _ => Task.Run(() => WorkAsync(waiting.Reader, results.Writer, stop.Token), CancellationToken.None)),
        ];
        var all = FinishAsync(tasks, results.Writer, stop);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(cancellationToken))
                yield return result;
        }
        finally
        {
            // The caller may have stopped reading halfway; workers must be gone before the session can be disposed.
            await stop.CancelAsync();
            await all;
            while (waiting.Reader.TryRead(out var left))
                left.Dispose();
        }
    }

    /// <inheritdoc/>
    public Task<EmbeddingViews> EmbedViewsAsync(EncodedImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (Geometry is not null)
            return Task.Run(() => EmbedOneAsync(image, cancellationToken), CancellationToken.None);
        image.Dispose();
        throw new NotSupportedException($"{Stamp.Model} flattens its feature maps; its numbers have no place in the picture.");
    }

    /// <inheritdoc/>
    public void Dispose() => _networks.Dispose();

    private static async Task FeedAsync(
        IAsyncEnumerable<EncodedImage> images, ChannelWriter<EncodedImage> waiting, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var image in images.WithCancellation(cancellationToken))
                await image.HandOnAsync(waiting, cancellationToken);
            waiting.Complete();
        }
        catch (Exception exception)
        {
            waiting.TryComplete(exception);
            throw;
        }
    }

    /// <summary>
    /// Ends the results when all tasks have ended, with the first fault if there is one, and stops the others at a fault.
    /// </summary>
    private static async Task FinishAsync(Task[] tasks, ChannelWriter<EmbeddingResult> results, CancellationTokenSource stop)
    {
        Exception? fault = null;
        await foreach (var task in Task.WhenEach(tasks))
        {
            if (task.IsCompletedSuccessfully)
                continue;
            fault ??= task.Exception?.InnerException ?? new OperationCanceledException(stop.Token);
            await stop.CancelAsync();
        }

        results.TryComplete(fault);
    }

    private async Task<EmbeddingViews> EmbedOneAsync(EncodedImage image, CancellationToken cancellationToken)
    {
        var pixels = new byte[_networks.Width * _networks.Height * 3];
        await _decoder.DecodeAsync(image, _networks.Width, _networks.Height, pixels, cancellationToken);
        return ViewsRun.Run(_networks, pixels);
    }

    private async Task WorkAsync(
        ChannelReader<EncodedImage> waiting, ChannelWriter<EmbeddingResult> results, CancellationToken cancellationToken)
    {
        // Made with the first picture: where there is one picture only, all workers but one would take memory for nothing.
        EmbeddingBatch? batch = null;
        try
        {
            await foreach (var image in waiting.ReadAllAsync(cancellationToken))
            {
                batch ??= new EmbeddingBatch(_networks, _batchSize);
                if (await TryDecodeAsync(image, batch, cancellationToken) is { } failed)
                    await results.WriteAsync(failed, cancellationToken);
                else if (batch.IsFull)
                    await RunAsync(batch, results, cancellationToken);
            }

            if (batch is not null)
                await RunAsync(batch, results, cancellationToken);
        }
        finally
        {
            batch?.Dispose();
        }
    }

    /// <summary>Puts a picture into the batch, or says why it cannot.</summary>
    private async ValueTask<EmbeddingResult?> TryDecodeAsync(
        EncodedImage image, EmbeddingBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            // The batch is not touched again where this is canceled, so whatever still writes into it harms nobody.
            var size = await _decoder.DecodeAsync(image, _networks.Width, _networks.Height, batch.NextPicture, cancellationToken);
            batch.Add(image.Ticket, size.Width, size.Height);
            return null;
        }
        catch (UnreadableImageException exception)
        {
            return EmbeddingResult.Failed(image.Ticket, exception.ImageFault, exception.Message);
        }
    }

    private static async Task RunAsync(EmbeddingBatch batch, ChannelWriter<EmbeddingResult> results, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var result in batch.Run())
            await results.WriteAsync(result, cancellationToken);
    }
}
