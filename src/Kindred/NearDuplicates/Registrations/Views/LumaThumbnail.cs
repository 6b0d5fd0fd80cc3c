using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindred.NearDuplicates.Registrations.Views;

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
    public LumaThumbnail Smoothed() => new(Side, Down(Across(_values)));

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
            values = Across(values);
        for (var i = 0; i < timesDown; i++)
            values = Down(values);
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
            samples[point.Still] = Read(_values, Side, point.Moved, point.Right, point.Down);
    }

    /// <summary>Reads a value between pixels of a thumbnail, none of them below or right of its last ones, bilinearly.</summary>
    /// <param name="values">Row by row.</param>
    /// <param name="side">Length of a row.</param>
    /// <param name="x">Column, at least 0.</param>
    /// <param name="y">Row, at least 0.</param>
    internal static float Read(ReadOnlySpan<float> values, int side, float x, float y)
    {
        var (left, top) = (float.ConvertToIntegerNative<int>(x), float.ConvertToIntegerNative<int>(y));
        return Read(values, side, (top * side) + left, x - left, y - top);
    }

    // A pixel's square has a variance of 1/12, and each smoothing by 1-2-1 adds 1/2.
    private static int Times(float enlarged) =>
        enlarged <= 1 ? 0 : Math.Min(4, (int)MathF.Round(((1 / 12f) + 0.5f) * ((enlarged * enlarged) - 1) / 0.5f));

    private static float Read(ReadOnlySpan<float> values, int side, int at, float right, float down)
    {
        // Checked once instead of four times: this is where the time of a comparison goes.
        ref var corner = ref MemoryMarshal.GetReference(values.Slice(at, side + 2));
        var (upper, lower) = (corner, Unsafe.Add(ref corner, side));
        var above = upper + (right * (Unsafe.Add(ref corner, 1) - upper));
        var below = lower + (right * (Unsafe.Add(ref corner, side + 1) - lower));
        return above + (down * (below - above));
    }

    /// <summary>Smoothed by 1-2-1 across.</summary>
    private float[] Across(float[] values)
    {
        var smoothed = new float[values.Length];

        // All rows at once; where one ends and the next begins comes after.
        Smooth(values.AsSpan(..^2), values.AsSpan(1..^1), values.AsSpan(2..), smoothed.AsSpan(1..^1));
        for (var row = 0; row < values.Length; row += Side)
        {
            var last = row + Side - 1;
            smoothed[row] = (values[row] + (2 * values[row]) + values[row + 1]) / 4;
            smoothed[last] = (values[last - 1] + (2 * values[last]) + values[last]) / 4;
        }

        return smoothed;
    }

    /// <summary>Smoothed by 1-2-1 down.</summary>
    private float[] Down(float[] values)
    {
        var smoothed = new float[values.Length];
        Smooth(values.AsSpan(..^(2 * Side)), values.AsSpan(Side..^Side), values.AsSpan((2 * Side)..), smoothed.AsSpan(Side..^Side));
        Smooth(values.AsSpan(..Side), values.AsSpan(..Side), values.AsSpan(Side, Side), smoothed.AsSpan(..Side));
        Smooth(values.AsSpan(^(2 * Side)..^Side), values.AsSpan(^Side..), values.AsSpan(^Side..), smoothed.AsSpan(^Side..));
        return smoothed;
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
