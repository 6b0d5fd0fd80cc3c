using System.Numerics.Tensors;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// One number a pixel on a square. Coordinates are in pixels from the center of the first one.
/// </summary>
internal sealed class LumaThumbnail
{
    private readonly float[] _values;

    public LumaThumbnail(int side, float[] values)
    {
        Side = side;
        _values = values;
    }

    public int Side { get; }

    public ReadOnlySpan<float> Values => _values;

    public static LumaThumbnail FromBytes(int side, ReadOnlySpan<byte> bytes)
    {
        var values = new float[side * side];
        TensorPrimitives.ConvertTruncating(bytes[..values.Length], values.AsSpan());
        return new LumaThumbnail(side, values);
    }

    public LumaThumbnail Mirrored()
    {
        var mirrored = new float[_values.Length];
        for (var row = 0; row < _values.Length; row += Side)
        {
            _values.AsSpan(row, Side).CopyTo(mirrored.AsSpan(row));
            mirrored.AsSpan(row, Side).Reverse();
        }

        return new LumaThumbnail(Side, mirrored);
    }

    /// <summary>Means of squares of pixels.</summary>
    /// <param name="factor">Pixels along a square's side; divides <see cref="Side"/>.</param>
    public LumaThumbnail Shrunk(int factor)
    {
        var side = Side / factor;
        var means = new float[side * side];
        for (var y = 0; y < side * factor; y++)
        {
            var row = _values.AsSpan(y * Side, side * factor);
            var sums = means.AsSpan(y / factor * side, side);
            for (var x = 0; x < sums.Length; x++)
            {
                foreach (var value in row.Slice(x * factor, factor))
                    sums[x] += value;
            }
        }

        TensorPrimitives.Divide(means, factor * factor, means);
        return new LumaThumbnail(side, means);
    }

    /// <summary>
    /// Smoothed by 1-2-1 both ways. Area means of a picture that lies a fraction of a pixel elsewhere differ most in the finest detail,
    /// which is noise to whoever compares them.
    /// </summary>
    public LumaThumbnail Smoothed()
    {
        var across = new float[_values.Length];
        var smoothed = new float[_values.Length];

        // All rows at once; where one ends and the next begins comes after.
        Smooth(_values.AsSpan(..^2), _values.AsSpan(1..^1), _values.AsSpan(2..), across.AsSpan(1..^1));
        for (var row = 0; row < _values.Length; row += Side)
        {
            var last = row + Side - 1;
            across[row] = (_values[row] + (2 * _values[row]) + _values[row + 1]) / 4;
            across[last] = (_values[last - 1] + (2 * _values[last]) + _values[last]) / 4;
        }

        Smooth(across.AsSpan(..^(2 * Side)), across.AsSpan(Side..^Side), across.AsSpan((2 * Side)..), smoothed.AsSpan(Side..^Side));
        Smooth(across.AsSpan(..Side), across.AsSpan(..Side), across.AsSpan(Side, Side), smoothed.AsSpan(..Side));
        Smooth(across.AsSpan(^(2 * Side)..^Side), across.AsSpan(^Side..), across.AsSpan(^Side..), smoothed.AsSpan(^Side..));
        return new LumaThumbnail(Side, smoothed);
    }

    /// <summary>
    /// What is left when the mean of its surroundings is taken from each pixel: edges and texture, without plain areas and shading.
    /// </summary>
    public LumaThumbnail Detail()
    {
        var mask = new float[_values.Length];
        Array.Fill(mask, 1f);
        return new LumaThumbnail(Side, LocalDetail.Of(_values, mask, Side));
    }

    /// <summary>Reads the values where the points of a thumbnail of the same size lie on this one, bilinearly.</summary>
    /// <param name="overlap">Where they lie.</param>
    /// <param name="samples">Gets a value for each point, row by row; 0 where one is outside.</param>
    public void Sample(Overlap overlap, Span<float> samples)
    {
        samples.Clear();
        foreach (ref readonly var point in overlap.Points)
        {
            var upper = _values.AsSpan(point.Moved, 2);
            var lower = _values.AsSpan(point.Moved + Side, 2);
            var above = upper[0] + (point.Right * (upper[1] - upper[0]));
            var below = lower[0] + (point.Right * (lower[1] - lower[0]));
            samples[point.Still] = above + (point.Down * (below - above));
        }
    }

    private static void Smooth(ReadOnlySpan<float> before, ReadOnlySpan<float> middle, ReadOnlySpan<float> after, Span<float> smoothed)
    {
        TensorPrimitives.MultiplyAdd(middle, 2, before, smoothed);
        TensorPrimitives.Add(smoothed, after, smoothed);
        TensorPrimitives.Divide(smoothed, 4, smoothed);
    }
}
