using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Vision;

/// <summary>
/// The pictures a worker has decoded and not yet embedded. One piece of memory for each network takes the views of all batches and is
/// what it reads; another takes its descriptors. Not safe for several threads.
/// </summary>
internal sealed class EmbeddingBatch : IDisposable
{
    private static readonly string[] Inputs = [DescriptorGraph.InputName];
    private static readonly string[] Outputs = [DescriptorGraph.OutputName];

    private readonly EmbeddingNetworks _networks;
    private readonly int _capacity;
    private readonly byte[] _decoded;
    private readonly byte[][] _resized;
    private readonly byte[][] _views;
    private readonly float[][] _descriptors;
    private readonly (int Ticket, int Width, int Height, Fingerprint Fingerprint)[] _pictures;
    private readonly RunOptions _options = new();
    private int _count;

    /// <summary>Makes room for a batch.</summary>
    /// <param name="networks">The networks that embed the pictures.</param>
    /// <param name="capacity">Pictures that a batch takes, at least 1.</param>
    public EmbeddingBatch(EmbeddingNetworks networks, int capacity)
    {
        _networks = networks;
        _capacity = capacity;
        _decoded = new byte[networks.Width * networks.Height * 3];
        _resized = [.. networks.All.Select(network => networks.TakesDecoded(network) ? _decoded : new byte[network.Layout.ViewBytes])];
        _views = [.. networks.All.Select(network => new byte[capacity * network.Layout.Bytes])];
        _descriptors = [.. networks.All.Select(network => new float[capacity * network.Shape.Dimensions])];
        _pictures = new (int, int, int, Fingerprint)[capacity];
    }

    public bool IsFull => _count == _capacity;

    /// <summary>Where the next picture's pixels go: RGB, row by row, of the networks' width and height.</summary>
    public Memory<byte> NextPicture => _decoded;

    /// <summary>Says that <see cref="NextPicture"/> has been filled.</summary>
    public void Add(int ticket, int width, int height)
    {
        for (var i = 0; i < _views.Length; i++)
        {
            var network = _networks.All[i];
            if (_resized[i] != _decoded)
                _networks.Resize(network, _decoded, _resized[i]);
            network.Layout.Write(_resized[i], _views[i].AsSpan(_count * network.Layout.Bytes, network.Layout.Bytes));
        }

        // Of the first network's pixels, so that a picture has the same fingerprint whatever network stands beside that one.
        var first = _networks.All[0].Shape;
        _pictures[_count] = (ticket, width, height, Fingerprint.FromRgb(_resized[0], first.Width, first.Height));
        _count++;
    }

    /// <summary>Embeds what is there and empties the batch.</summary>
    public EmbeddingResult[] Run()
    {
        if (_count == 0)
            return [];

        for (var i = 0; i < _views.Length; i++)
            Run(_networks.All[i], _views[i], _descriptors[i]);

        var results = new EmbeddingResult[_count];
        for (var picture = 0; picture < _count; picture++)
        {
            var (ticket, width, height, fingerprint) = _pictures[picture];
            results[picture] = EmbeddingResult.Of(ticket, EmbeddingOf(picture), width, height, fingerprint);
        }

        _count = 0;
        return results;
    }

    public void Dispose() => _options.Dispose();

    private void Run(OnnxNetwork network, byte[] views, float[] descriptors)
    {
        var (layout, shape) = (network.Layout, network.Shape);
        using var images = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, views.AsMemory(0, _count * layout.Bytes), [_count * layout.Views, .. layout.Shape]);
        using var embeddings = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, descriptors.AsMemory(0, _count * shape.Dimensions), [_count, shape.Dimensions]);
        network.Session.Run(_options, Inputs, [images], Outputs, [embeddings]);
    }

    private float[] EmbeddingOf(int picture)
    {
        var embedding = new float[_networks.Dimensions];
        var rest = embedding.AsSpan();
        foreach (var (network, descriptors) in _networks.All.Zip(_descriptors))
        {
            var length = network.Shape.Dimensions;
            var own = rest[..length];
            descriptors.AsSpan(picture * length, length).CopyTo(own);
            if (network.Share < 1)
                TensorPrimitives.Multiply(own, MathF.Sqrt(network.Share), own);
            rest = rest[length..];
        }

        return embedding;
    }
}
