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

    /// <summary>A part of it, at the side that <see cref="Shrunk(int)"/> gives.</summary>
    /// <param name="factor">Divides <see cref="Side"/>.</param>
    /// <param name="part">What to show.</param>
    public LumaThumbnail Shrunk(int factor, Frame part)
    {
        var side = Side / factor;
        var (across, down) = ((part.Right - part.Left) * Side / side, (part.Bottom - part.Top) * Side / side);
        var means = new float[side * side];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var sum = 0f;
                for (var corner = 0; corner < 4; corner++)
                {
                    var (right, lower) = (0.25f + (0.5f * (corner % 2)), 0.25f + (0.5f * (corner / 2)));
                    sum += At((part.Left * Side) + ((x + right) * across) - 0.5f, (part.Top * Side) + ((y + lower) * down) - 0.5f);
                }

                means[(y * side) + x] = sum / 4;
            }
        }

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

    /// <summary>Smoothed until it is as blurred as another one that is enlarged to be laid on it.</summary>
    /// <param name="across">How much it was enlarged across; no smoothing where 1 or less.</param>
    /// <param name="down">How much it was enlarged down.</param>
    public LumaThumbnail BlurredLike(float across, float down)
    {
        var (timesAcross, timesDown) = (Times(across), Times(down));
        if (timesAcross + timesDown == 0)
            return this;
        var values = _values;
        for (var i = 0; i < timesAcross; i++)
            values = Along(values, 1);
        for (var i = 0; i < timesDown; i++)
            values = Along(values, Side);
        return new LumaThumbnail(Side, values);
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

    // A pixel's square has a variance of 1/12, and each smoothing by 1-2-1 adds 1/2.
    private static int Times(float enlarged) =>
        enlarged <= 1 ? 0 : Math.Min(4, (int)MathF.Round(((1 / 12f) + 0.5f) * ((enlarged * enlarged) - 1) / 0.5f));

    /// <summary>Smoothed by 1-2-1 one way: across where the step is 1, down where it is <see cref="Side"/>.</summary>
    private float[] Along(float[] values, int step)
    {
        var smooth = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var place = step == 1 ? i % Side : i / Side;
            var (before, after) = (place == 0 ? i : i - step, place == Side - 1 ? i : i + step);
            smooth[i] = (values[before] + (2 * values[i]) + values[after]) / 4;
        }

        return smooth;
    }

    private float At(float x, float y)
    {
        (x, y) = (Math.Clamp(x, 0, Side - 1.001f), Math.Clamp(y, 0, Side - 1.001f));
        var (left, top) = ((int)x, (int)y);
        var at = (top * Side) + left;
        var above = float.Lerp(_values[at], _values[at + 1], x - left);
        return float.Lerp(above, float.Lerp(_values[at + Side], _values[at + Side + 1], x - left), y - top);
    }

    private static void Smooth(ReadOnlySpan<float> before, ReadOnlySpan<float> middle, ReadOnlySpan<float> after, Span<float> smoothed)
    {
        TensorPrimitives.MultiplyAdd(middle, 2, before, smoothed);
        TensorPrimitives.Add(smoothed, after, smoothed);
        TensorPrimitives.Divide(smoothed, 4, smoothed);
    }
}
