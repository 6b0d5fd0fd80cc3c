using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Vision;

/// <summary>
/// The pictures a worker has decoded and not yet embedded. One piece of memory for each network takes the pixels of all batches and is
/// what it reads; another takes its descriptors. Not safe for several threads.
/// </summary>
internal sealed class EmbeddingBatch : IDisposable
{
    private static readonly string[] Inputs = [DescriptorGraph.InputName];
    private static readonly string[] Outputs = [DescriptorGraph.OutputName];

    private readonly EmbeddingNetworks _networks;
    private readonly int _capacity;
    private readonly int _pictureBytes;
    private readonly byte[] _decoded;
    private readonly byte[][] _pixels;
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
        _pictureBytes = networks.Width * networks.Height * 3;
        _decoded = new byte[capacity * _pictureBytes];
        _pixels = [.. networks.All.Select(network => networks.TakesDecoded(network) ? _decoded : new byte[capacity * BytesOf(network)])];
        _descriptors = [.. networks.All.Select(network => new float[capacity * network.Shape.Dimensions])];
        _pictures = new (int, int, int, Fingerprint)[capacity];
    }

    public bool IsFull => _count == _capacity;

    /// <summary>Where the next picture's pixels go: RGB, row by row, of the networks' width and height.</summary>
    public Memory<byte> NextPicture => _decoded.AsMemory(_count * _pictureBytes, _pictureBytes);

    /// <summary>Says that <see cref="NextPicture"/> has been filled.</summary>
    public void Add(int ticket, int width, int height)
    {
        for (var i = 0; i < _pixels.Length; i++)
        {
            if (_pixels[i] != _decoded)
                _networks.Resize(_networks.All[i], NextPicture.Span, PixelsOf(i));
        }

        // Of the first network's pixels, so that a picture has the same fingerprint whatever network stands beside that one.
        var first = _networks.All[0].Shape;
        _pictures[_count] = (ticket, width, height, Fingerprint.FromRgb(PixelsOf(0), first.Width, first.Height));
        _count++;
    }

    /// <summary>Embeds what is there and empties the batch.</summary>
    public EmbeddingResult[] Run()
    {
        if (_count == 0)
            return [];

        for (var i = 0; i < _pixels.Length; i++)
            Run(_networks.All[i], _pixels[i], _descriptors[i]);

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

    private static int BytesOf(OnnxNetwork network) => network.Shape.Width * network.Shape.Height * 3;

    private Span<byte> PixelsOf(int network)
    {
        var bytes = BytesOf(_networks.All[network]);
        return _pixels[network].AsSpan(_count * bytes, bytes);
    }

    private void Run(OnnxNetwork network, byte[] pixels, float[] descriptors)
    {
        var shape = network.Shape;
        using var images = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, pixels.AsMemory(0, _count * BytesOf(network)), [_count, shape.Height, shape.Width, 3]);
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
