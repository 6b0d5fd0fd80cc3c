using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Spaces;

namespace Kindred.Recommendations.Explanations;

/// <summary>
/// Where in a picture its score comes from: 3 × 3 cells over the picture whose numbers add up to the score, or, where people's choices
/// count, to the part of it that looks have. A cell below 0 speaks against the picture. Immutable.
/// </summary>
/// <remarks>
/// <para>
/// A cosine in the library's space is linear in the raw embedding <c>x</c> but for its length: with the query's direction <c>q</c> taken
/// back to raw embeddings, <c>v</c>, it is <c>Σ v[d]·(x[d] − mean[d]) / |P(x − mean)|</c>. Every number <c>d</c> belongs to a cell
/// of a part and so to a place; what the mirror image adds belongs to the mirrored place, and the mean to both by halves. Parts with
/// another grid are spread over the map by how much their cells overlap the map's.
/// </para>
/// <para>
/// Places are no sharper than the network's: a number of a deep layer has seen more than its own cell.
/// </para>
/// </remarks>
public sealed class HeatMap
{
    /// <summary>Cells a side.</summary>
    public const int Size = 3;

    private HeatMap(double[] cells) => Cells = [.. cells.Select(cell => (float)cell)];

    /// <summary>The cells, row by row from the top left.</summary>
    public IReadOnlyList<float> Cells { get; }

    /// <summary>The sum of all cells, which is the score by looks.</summary>
    public float Sum => (float)Cells.Sum(cell => (double)cell);

    /// <summary>What one place adds to the score.</summary>
    /// <param name="row">0 at the top to 2.</param>
    /// <param name="column">0 at the left to 2.</param>
    public float this[int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Size, nameof(row));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Size, nameof(column));
            return Cells[(row * Size) + column];
        }
    }

    /// <summary>
    /// Splits a picture's score over the picture. Only products of directions can be split so: the cosine, not the Euclidean distance.
    /// </summary>
    /// <param name="layout">Where the embedding's numbers come from.</param>
    /// <param name="views">The picture's views.</param>
    /// <param name="space">The space in which the score was computed.</param>
    /// <param name="direction">
    /// What the picture was compared with: a vector of the space whose product with the picture's direction is the score. It has length 1
    /// for a cosine.
    /// </param>
    /// <param name="score">
    /// The score that is shown. Libraries store rounded embeddings, so it may differ from that of the views by up to 0.001 or so; the
    /// difference is spread evenly over the cells.
    /// </param>
    /// <exception cref="ArgumentException">Layout, views, space and direction do not have the same dimensions.</exception>
    internal static HeatMap Compute(
        EmbeddingGeometry layout, EmbeddingViews views, EmbeddingSpace space, ReadOnlySpan<float> direction, float score)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(views);
        ArgumentNullException.ThrowIfNull(space);
        if (layout.Dimensions != space.InputDimensions || views.Upright.Length != space.InputDimensions)
        {
            throw new ArgumentException(
                $"The layout has {layout.Dimensions} numbers, the views {views.Upright.Length}; the space takes {space.InputDimensions}.",
                nameof(layout));
        }

        var embedding = views.Sum();
        var weights = space.BackProject(direction, embedding);
        var length = TensorPrimitives.Norm<float>(space.Project(embedding));
        var cells = new double[Size * Size];
        // A vector of zeros has no angle with any other, and its score is 0.
        if (length > 0)
            Split(layout, views, space, weights, 1.0 / length, cells);

        var rounding = (score - cells.Sum()) / cells.Length;
        for (var cell = 0; cell < cells.Length; cell++)
            cells[cell] += rounding;
        return new HeatMap(cells);
    }

    private static void Split(
        EmbeddingGeometry layout, EmbeddingViews views, EmbeddingSpace space, float[] weights, double scale, double[] cells)
    {
        ReadOnlySpan<float> upright = views.Upright;
        ReadOnlySpan<float> mirrored = views.Mirrored;
        var mean = space.Kind == SpaceKind.None ? default : space.Mean;
        foreach (var part in layout.Parts)
        {
            var overlap = CellOverlap.Shares(part.Grid, Size);
            for (var cell = 0; cell < part.Grid * part.Grid; cell++)
            {
                var (row, column) = (cell / part.Grid, cell % part.Grid);
                var numbers = new Range(part.Offset + (cell * part.Channels), part.Offset + ((cell + 1) * part.Channels));
                ReadOnlySpan<float> weight = weights.AsSpan()[numbers];
                double shift = mean.IsEmpty ? 0 : TensorPrimitives.Dot(weight, mean[numbers]);
                double here = TensorPrimitives.Dot(weight, upright[numbers]);
                if (mirrored.IsEmpty || part.UprightOnly)
                {
                    Spread(overlap, row, column, (here - shift) * scale, cells);
                    continue;
                }

                double there = TensorPrimitives.Dot(weight, mirrored[numbers]);
                Spread(overlap, row, column, (here - (shift / 2)) * scale, cells);
                Spread(overlap, row, part.Grid - 1 - column, (there - (shift / 2)) * scale, cells);
            }
        }
    }

    private static void Spread(double[,] overlap, int row, int column, double amount, double[] cells)
    {
        for (var cell = 0; cell < cells.Length; cell++)
            cells[cell] += amount * overlap[row, cell / Size] * overlap[column, cell % Size];
    }
}
