using Kindred.Embeddings;
using Kindred.Vision.Decoding;
using Kindred.Vision.Models;

namespace Kindred.Vision;

/// <summary>
/// The networks that look at one decoded picture: one, or several whose descriptors stand side by side. Each of several has length √share
/// in the embedding, so that the product of two embeddings is the sum of the networks' cosines, each by its share.
/// </summary>
internal sealed class EmbeddingNetworks : IDisposable
{
    private readonly OnnxNetwork _largest;

    private EmbeddingNetworks(IReadOnlyList<OnnxNetwork> networks, EmbedderStamp stamp)
    {
        All = networks;
        Stamp = stamp;
        _largest = networks.MaxBy(network => network.Shape.Width * network.Shape.Height) ?? networks[0];
        Geometry = GeometryOf(networks);
    }

    /// <summary>The networks, in the order of their numbers in an embedding.</summary>
    public IReadOnlyList<OnnxNetwork> All { get; }

    /// <summary>What embeddings are made with.</summary>
    public EmbedderStamp Stamp { get; }

    /// <summary>Where in the picture an embedding's numbers come from; <see langword="null"/> where some have no place.</summary>
    public EmbeddingGeometry? Geometry { get; }

    /// <summary>Width that pictures are decoded to, the largest network's.</summary>
    public int Width => _largest.Shape.Width;

    /// <summary>Height that pictures are decoded to.</summary>
    public int Height => _largest.Shape.Height;

    /// <summary>Length of an embedding.</summary>
    public int Dimensions => Stamp.Dimensions;

    /// <summary>One network.</summary>
    /// <param name="network">The network; it is owned from then on.</param>
    public static EmbeddingNetworks Of(OnnxNetwork network) =>
        new([network], network.Recipe.Stamp(WeightsHash.Of(network.Weights), network.Shape.Dimensions));

    /// <summary>Several networks that embed a picture together.</summary>
    /// <param name="id">What they are called together.</param>
    /// <param name="networks">At least two, whose shares add up to 1, one as wide and as high as any; they are owned from then on.</param>
    public static EmbeddingNetworks Of(string id, IReadOnlyList<OnnxNetwork> networks) => new(networks, StampOf(id, networks));

    /// <summary>Loads a model of the catalog, or an <c>.onnx</c> file.</summary>
    /// <param name="model">Id in the catalog or path of a file; the catalog's default where <see langword="null"/>.</param>
    /// <exception cref="KindredException">
    /// There is no such model, or its weights are not here; the message says how to get them.
    /// </exception>
    public static EmbeddingNetworks Load(string? model)
    {
        if (ModelCatalog.Default.TryFindCombined(model) is not { } combined)
            return Of(Load(LocatedModel.Find(model), share: 1));

        // All have to be here before the first is loaded, which takes longest.
        LocatedModel[] located = [.. combined.Parts.Select(part => LocatedModel.Find(part.Model))];
        var networks = new List<OnnxNetwork>();
        try
        {
            foreach (var (part, found) in combined.Parts.Zip(located))
                networks.Add(Load(found, part.Share));
            return Of(combined.Id, networks);
        }
        catch
        {
            networks.ForEach(network => network.Dispose());
            throw;
        }
    }

    /// <summary>A picture's pixels as a network takes them, made of those that were decoded.</summary>
    /// <param name="network">One of <see cref="All"/>.</param>
    /// <param name="decoded">RGB, row by row, of <see cref="Width"/> and <see cref="Height"/>.</param>
    /// <param name="pixels">Gets RGB, row by row, of the network's width and height.</param>
    public void Resize(OnnxNetwork network, ReadOnlySpan<byte> decoded, Span<byte> pixels) =>
        LanczosReducer.Reduce(decoded, new ImageSize(Width, Height), network.Shape.Width, network.Shape.Height, pixels);

    /// <summary>Whether a network takes pictures as they are decoded.</summary>
    /// <param name="network">One of <see cref="All"/>.</param>
    public bool TakesDecoded(OnnxNetwork network) => network.Shape.Width == Width && network.Shape.Height == Height;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var network in All)
            network.Dispose();
    }

    private static OnnxNetwork Load(LocatedModel located, float share)
    {
        located.EnsureWords();
        return new OnnxNetwork(located.Recipe, located.Weights, share);
    }

    private static EmbedderStamp StampOf(string id, IReadOnlyList<OnnxNetwork> networks)
    {
        var blocks = networks.Select(network => new EmbeddingBlock(network.Shape.Dimensions, network.Share));
        var recipe = networks[0].Recipe;
        return new EmbedderStamp(
            id, WeightsHash.Of([.. networks.SelectMany(network => network.Weights)]),
            EmbeddingBlock.Describe(blocks.Zip(networks, (block, network) => (block, network.Recipe.DescribeHead()))),
            string.Join(" + ", networks.Select(network => network.Recipe.Input)), recipe.Metric,
            networks.Sum(network => network.Shape.Dimensions), recipe.Space == DescriptorSpace.Fitted);
    }

    private static EmbeddingGeometry? GeometryOf(IReadOnlyList<OnnxNetwork> networks)
    {
        var parts = new List<EmbeddingPart>();
        var offset = 0;
        foreach (var shape in networks.Select(network => network.Shape))
        {
            if (shape.Geometry is null)
                return null;
            foreach (var part in shape.Geometry.Parts)
                parts.Add(part with { Offset = offset + part.Offset, UprightOnly = !shape.FoldsMirror });
            offset += shape.Dimensions;
        }

        return new EmbeddingGeometry(parts);
    }
}
