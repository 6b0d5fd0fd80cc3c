using Kindred.Derived;
using Kindred.Search;

namespace Kindred.Layouts;

/// <summary>
/// A gallery laid out in the plane: images that are alike lie near each other, and groups lie apart. Which way is up means nothing, and
/// neither does how far apart two groups are. Immutable.
/// </summary>
public sealed class GalleryLayout
{
    private readonly LayoutPosition[] _positions;

    /// <summary>Makes a map of positions.</summary>
    /// <param name="positions">One for each image, in the order of the gallery.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position is not from −1 to 1 both ways.</exception>
    public GalleryLayout(IEnumerable<LayoutPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        _positions = [.. positions];
        foreach (var position in _positions)
        {
            // Written this way round so that what is not a number is refused.
            if (!(Math.Abs(position.X) <= 1 && Math.Abs(position.Y) <= 1))
                throw new ArgumentOutOfRangeException(nameof(positions), position, "A position is from −1 to 1 both ways.");
        }
    }

    /// <summary>
    /// One for each image, in the order of <see cref="Galleries.Gallery.Images"/>. Identical images lie beside or on one another.
    /// </summary>
    public IReadOnlyList<LayoutPosition> Positions => _positions;

    /// <summary>
    /// Lays out the embeddings of an index, on the calling thread but for the search: each draws its nearest neighbors near and keeps
    /// others off (<see cref="NeighborGraph"/>, <see cref="NeighborLayout"/>), beginning with the two directions in which they differ
    /// most. Where everybody is everybody's neighbor these two say it all. The same index gives the same map.
    /// </summary>
    /// <param name="index">The embeddings.</param>
    /// <param name="progress">Told how much is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static GalleryLayout Compute(
        NeighborIndex index, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(index);
        var positions = PrincipalLayout.Of(index);
        if (index.Count > NeighborGraph.Neighbors + 1)
        {
            var graph = NeighborGraph.Of(index.SearchAll(NeighborGraph.Neighbors, include: null, cancellationToken));
            NeighborLayout.Improve(positions, graph, progress, cancellationToken);
        }

        progress?.Report(1);
        return new GalleryLayout(LayoutFrame.Fit(positions));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are something else.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position is not from −1 to 1 both ways.</exception>
    internal static GalleryLayout Read(ReadOnlySpan<byte> bytes)
    {
        var coordinates = FloatBytes.Read(bytes);
        if (coordinates.Length % 2 != 0)
            throw new InvalidDataException($"{coordinates.Length} numbers are no positions.");
        return new GalleryLayout(coordinates.Chunk(2).Select(pair => new LayoutPosition(pair[0], pair[1])));
    }

    /// <summary>The layout as bytes: x and y of each image in turn.</summary>
    internal byte[] Write() => FloatBytes.Write([.. _positions.SelectMany(position => (float[])[position.X, position.Y])]);
}
