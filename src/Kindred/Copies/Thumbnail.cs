namespace Kindred.Copies;

/// <summary>
/// One number a pixel on a square. Coordinates are in pixels from the center of the first one.
/// </summary>
internal sealed class Thumbnail
{
    private readonly float[] _values;

    public Thumbnail(int side, float[] values)
    {
        Side = side;
        _values = values;
    }

    public int Side { get; }

    public ReadOnlySpan<float> Values => _values;

    public static Thumbnail FromBytes(int side, ReadOnlySpan<byte> bytes)
    {
        var values = new float[side * side];
        for (var i = 0; i < values.Length; i++)
            values[i] = bytes[i];
        return new Thumbnail(side, values);
    }

    public Thumbnail Mirrored()
    {
        var mirrored = new float[_values.Length];
        for (var row = 0; row < _values.Length; row += Side)
        {
            _values.AsSpan(row, Side).CopyTo(mirrored.AsSpan(row));
            mirrored.AsSpan(row, Side).Reverse();
        }

        return new Thumbnail(Side, mirrored);
    }

    /// <summary>Means of squares of pixels.</summary>
    /// <param name="factor">Pixels along a square's side; divides <see cref="Side"/>.</param>
    public Thumbnail Shrunk(int factor)
    {
        var side = Side / factor;
        var means = new float[side * side];
        for (var y = 0; y < side * factor; y++)
        {
            for (var x = 0; x < side * factor; x++)
                means[(y / factor * side) + (x / factor)] += _values[(y * Side) + x];
        }

        foreach (ref var mean in means.AsSpan())
            mean /= factor * factor;
        return new Thumbnail(side, means);
    }

    /// <summary>
    /// Smoothed by 1-2-1 both ways. Area means of a picture that lies a fraction of a pixel elsewhere differ most in the finest detail,
    /// which is noise to whoever compares them.
    /// </summary>
    public Thumbnail Smoothed()
    {
        var across = new float[_values.Length];
        var smoothed = new float[_values.Length];
        for (var y = 0; y < Side; y++)
        {
            var row = y * Side;
            for (var x = 0; x < Side; x++)
            {
                var (left, right) = (_values[row + Math.Max(0, x - 1)], _values[row + Math.Min(Side - 1, x + 1)]);
                across[row + x] = (left + (2 * _values[row + x]) + right) / 4;
            }
        }

        for (var y = 0; y < Side; y++)
        {
            var (above, row, below) = (Math.Max(0, y - 1) * Side, y * Side, Math.Min(Side - 1, y + 1) * Side);
            for (var x = 0; x < Side; x++)
                smoothed[row + x] = (across[above + x] + (2 * across[row + x]) + across[below + x]) / 4;
        }

        return new Thumbnail(Side, smoothed);
    }

    /// <summary>
    /// What is left when the mean of its surroundings is taken from each pixel: edges and texture, without plain areas and shading.
    /// </summary>
    public Thumbnail Detail()
    {
        var mask = new float[_values.Length];
        Array.Fill(mask, 1f);
        return new Thumbnail(Side, LocalDetail.Of(_values, mask, Side));
    }

    /// <summary>Reads the values where the points of a thumbnail of the same size lie on this one, bilinearly.</summary>
    /// <param name="placement">Where they lie.</param>
    /// <param name="margin">Points nearer than this to the outermost pixels' centers of either thumbnail are left out.</param>
    /// <param name="samples">Gets a value for each point, row by row; 0 where one is left out.</param>
    /// <param name="mask">Gets 1 for each point, 0 where one is left out.</param>
    public void Sample(Placement placement, float margin, Span<float> samples, Span<float> mask)
    {
        samples.Clear();
        mask.Clear();
        var center = (Side - 1) / 2f;
        var last = Side - 1 - margin;
        var edge = (int)MathF.Ceiling(margin);
        for (var row = edge; row < Side - edge; row++)
        {
            var i = (row * Side) + edge;
            var x = (placement.XX * (edge - center)) + (placement.XY * (row - center)) + center + (placement.X * Side);
            var y = (placement.YX * (edge - center)) + (placement.YY * (row - center)) + center + (placement.Y * Side);
            for (var column = edge; column < Side - edge; column++, i++, x += placement.XX, y += placement.YX)
            {
                if (x < margin || y < margin || x > last || y > last)
                    continue;

                var left = Math.Min((int)x, Side - 2);
                var top = Math.Min((int)y, Side - 2);
                var (right, down) = (x - left, y - top);
                var corner = _values.AsSpan((top * Side) + left, Side + 2);
                var upper = corner[0] + (right * (corner[1] - corner[0]));
                var lower = corner[Side] + (right * (corner[Side + 1] - corner[Side]));
                samples[i] = upper + (down * (lower - upper));
                mask[i] = 1;
            }
        }
    }
}
