using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Vision;

/// <summary>
/// The pictures a worker has decoded and not yet embedded. One piece of memory takes the pixels of all batches and is what the
/// network reads; another takes the embeddings. Not safe for several threads.
/// </summary>
internal sealed class EmbeddingBatch(InferenceSession session, DescriptorGraph graph, int capacity) : IDisposable
{
    private static readonly string[] Inputs = [DescriptorGraph.InputName];
    private static readonly string[] Outputs = [DescriptorGraph.OutputName];

    private readonly int _pictureBytes = graph.Width * graph.Height * 3;
    private readonly byte[] _pixels = new byte[capacity * graph.Width * graph.Height * 3];
    private readonly float[] _embeddings = new float[capacity * graph.Dimensions];
    private readonly (int Ticket, int Width, int Height, Fingerprint Fingerprint)[] _pictures =
        new (int, int, int, Fingerprint)[capacity];
    private readonly RunOptions _options = new();
    private int _count;

    public bool IsFull => _count == capacity;

    /// <summary>Where the next picture's pixels go: RGB, row by row.</summary>
    public Memory<byte> NextPicture => _pixels.AsMemory(_count * _pictureBytes, _pictureBytes);

    /// <summary>Says that <see cref="NextPicture"/> has been filled.</summary>
    public void Add(int ticket, int width, int height)
    {
        _pictures[_count] = (ticket, width, height, Fingerprint.FromRgb(NextPicture.Span, graph.Width, graph.Height));
        _count++;
    }

    /// <summary>Embeds what is there and empties the batch.</summary>
    public EmbeddingResult[] Run()
    {
        if (_count == 0)
            return [];

        using var images = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, _pixels.AsMemory(0, _count * _pictureBytes), [_count, graph.Height, graph.Width, 3]);
        using var embeddings = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, _embeddings.AsMemory(0, _count * graph.Dimensions), [_count, graph.Dimensions]);
        session.Run(_options, Inputs, [images], Outputs, [embeddings]);

        var results = new EmbeddingResult[_count];
        for (var i = 0; i < _count; i++)
        {
            var (ticket, width, height, fingerprint) = _pictures[i];
            results[i] = EmbeddingResult.Success(
                ticket, _embeddings.AsSpan(i * graph.Dimensions, graph.Dimensions).ToArray(), width, height, fingerprint);
        }

        _count = 0;
        return results;
    }

    public void Dispose() => _options.Dispose();
}
