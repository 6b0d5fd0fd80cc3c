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

    /// <summary>Turns values row by row into their mirror image.</summary>
    /// <param name="side">Length of a row.</param>
    /// <param name="values">Row by row.</param>
    public static void Mirror(int side, Span<float> values)
    {
        for (var row = 0; row < values.Length; row += side)
            values.Slice(row, side).Reverse();
    }

    public LumaThumbnail Mirrored()
    {
        var mirrored = _values.ToArray();
        Mirror(Side, mirrored);
        return new LumaThumbnail(Side, mirrored);
    }

    /// <summary>Means of squares of pixels.</summary>
    /// <param name="factor">Pixels along a square's side; divides <see cref="Side"/>.</param>
    public LumaThumbnail Shrunk(int factor)
    {
        var side = Side / factor;
        var means = new float[side * side];
        Shrink(factor, means);
        return new LumaThumbnail(side, means);
    }

    /// <summary>Means of squares of pixels.</summary>
    /// <param name="factor">Pixels along a square's side; divides <see cref="Side"/>.</param>
    /// <param name="means">Gets them, row by row.</param>
    public void Shrink(int factor, Span<float> means)
    {
        var side = Side / factor;
        means.Clear();
        for (var y = 0; y < side * factor; y++)
        {
            var row = _values.AsSpan(y * Side, side * factor);
            var sums = means.Slice(y / factor * side, side);
            for (var x = 0; x < sums.Length; x++)
            {
                foreach (var value in row.Slice(x * factor, factor))
                    sums[x] += value;
            }
        }

        TensorPrimitives.Divide(means, factor * factor, means);
    }

    /// <summary>A part of it, at the side that <see cref="Shrunk(int)"/> gives.</summary>
    /// <param name="factor">Divides <see cref="Side"/>.</param>
    /// <param name="part">What to show.</param>
    /// <param name="means">Gets it, row by row.</param>
    public void Shrink(int factor, Frame part, Span<float> means)
    {
        var side = Side / factor;
        Span<(int At, float Share)> columns = stackalloc (int, float)[2 * side];
        Span<(int At, float Share)> rows = stackalloc (int, float)[2 * side];
        PlaceHalves(part.Left, part.Right, columns);
        PlaceHalves(part.Top, part.Bottom, rows);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var sum = 0f;
                for (var corner = 0; corner < 4; corner++)
                    sum += Between(columns[(2 * x) + (corner % 2)], rows[(2 * y) + (corner / 2)]);
                means[(y * side) + x] = sum / 4;
            }
        }
    }

    /// <summary>
    /// Smoothed by 1-2-1 both ways. Area means of a picture that lies a fraction of a pixel elsewhere differ most in the finest detail,
    /// which is noise to whoever compares them.
    /// </summary>
    public LumaThumbnail Smoothed()
    {
        var smoothed = new float[_values.Length];
        Smooth(new float[_values.Length], smoothed);
        return new LumaThumbnail(Side, smoothed);
    }

    /// <summary>The same as <see cref="Smoothed"/> into memory that there is.</summary>
    /// <param name="across">Room for as many values.</param>
    /// <param name="smoothed">Gets the values.</param>
    public void Smooth(Span<float> across, Span<float> smoothed)
    {
        Across(_values, across);
        Down(across, smoothed);
    }

    /// <summary>Smoothed until it is as blurred as another one that is enlarged to be laid on it.</summary>
    /// <param name="across">How much it was enlarged across; no smoothing where 1 or less.</param>
    /// <param name="down">How much it was enlarged down.</param>
    public LumaThumbnail BlurredLike(float across, float down)
    {
        var (timesAcross, timesDown) = (Times(across), Times(down));
        if (timesAcross + timesDown == 0)
            return this;
        var (values, smoothed) = (_values.ToArray(), new float[_values.Length]);
        for (var i = 0; i < timesAcross + timesDown; i++)
        {
            if (i < timesAcross)
                Across(values, smoothed);
            else
                Down(values, smoothed);
            (values, smoothed) = (smoothed, values);
        }

        return new LumaThumbnail(Side, values);
    }

    /// <summary>
    /// What is left when the mean of its surroundings is taken from each pixel: edges and texture, without plain areas and shading.
    /// </summary>
    public LumaThumbnail Detail()
    {
        var detail = new float[_values.Length];
        new LocalDetail(Side).Take(_values, detail);
        return new LumaThumbnail(Side, detail);
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
    private void Across(ReadOnlySpan<float> values, Span<float> smoothed)
    {
        // All rows at once; where one ends and the next begins comes after.
        Smooth(values[..^2], values[1..^1], values[2..], smoothed[1..^1]);
        for (var row = 0; row < values.Length; row += Side)
        {
            var last = row + Side - 1;
            smoothed[row] = (values[row] + (2 * values[row]) + values[row + 1]) / 4;
            smoothed[last] = (values[last - 1] + (2 * values[last]) + values[last]) / 4;
        }
    }

    /// <summary>Smoothed by 1-2-1 down.</summary>
    private void Down(ReadOnlySpan<float> values, Span<float> smoothed)
    {
        Smooth(values[..^(2 * Side)], values[Side..^Side], values[(2 * Side)..], smoothed[Side..^Side]);
        Smooth(values[..Side], values[..Side], values.Slice(Side, Side), smoothed[..Side]);
        Smooth(values[^(2 * Side)..^Side], values[^Side..], values[^Side..], smoothed[^Side..]);
    }

    /// <summary>
    /// Where each shrunk pixel is read, a quarter and three quarters of the way through it: the pixel before, and the share of the next.
    /// </summary>
    private void PlaceHalves(float start, float end, Span<(int At, float Share)> halves)
    {
        var step = (end - start) * Side / (halves.Length / 2);
        for (var half = 0; half < halves.Length; half++)
        {
            var at = (start * Side) + (((half / 2) + 0.25f + (0.5f * (half % 2))) * step) - 0.5f;
            at = Math.Clamp(at, 0, Side - 1.001f);
            halves[half] = ((int)at, at - (int)at);
        }
    }

    private float Between((int At, float Share) column, (int At, float Share) row)
    {
        ref var corner = ref MemoryMarshal.GetReference(_values.AsSpan((row.At * Side) + column.At, Side + 2));
        var above = float.Lerp(corner, Unsafe.Add(ref corner, 1), column.Share);
        var below = float.Lerp(Unsafe.Add(ref corner, Side), Unsafe.Add(ref corner, Side + 1), column.Share);
        return float.Lerp(above, below, row.Share);
    }

    private static void Smooth(ReadOnlySpan<float> before, ReadOnlySpan<float> middle, ReadOnlySpan<float> after, Span<float> smoothed)
    {
        TensorPrimitives.MultiplyAdd(middle, 2, before, smoothed);
        TensorPrimitives.Add(smoothed, after, smoothed);
        TensorPrimitives.Divide(smoothed, 4, smoothed);
    }
}
