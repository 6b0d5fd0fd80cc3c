using Kindred.Vision.Decoding;

namespace Kindred.Vision.Alterations;

/// <summary>
/// Where the thing is in a picture: the largest connected region whose colors are not those along the picture's edges, from 0 (around
/// it) to 1 (it). Coarse, and good enough for a thing on a ground of its own.
/// </summary>
internal sealed class ThingMask
{
    private const int Side = 128;
    private const int GroundColors = 6;
    private const float LeastDistance = 30;

    // Less is a speck, more is all of the picture.
    private const float LeastShare = 0.06f;
    private const float MostShare = 0.75f;

    private readonly float[] _values;

    private ThingMask(float[] values) => _values = values;

    /// <summary>Finds the thing; <see langword="null"/> where none stands out.</summary>
    public static ThingMask? Find(DecodedImage picture)
    {
        var colors = Shrink(picture);
        var ground = GroundOf(colors);
        var away = new bool[Side * Side];
        for (var i = 0; i < away.Length; i++)
            away[i] = ground.Min(color => Distance(color, colors[i])) > LeastDistance;

        var largest = LargestRegion(away);
        var share = largest.Count(inside => inside) / (float)(Side * Side);
        return share is < LeastShare or > MostShare ? null : new ThingMask(Soften([.. largest.Select(inside => inside ? 1f : 0f)]));
    }

    /// <summary>How much a pixel belongs to the thing.</summary>
    /// <param name="x">From 0 at the left to 1.</param>
    /// <param name="y">From 0 at the top to 1.</param>
    public float At(float x, float y)
    {
        var (across, down) = (Math.Clamp((x * Side) - 0.5f, 0, Side - 1.001f), Math.Clamp((y * Side) - 0.5f, 0, Side - 1.001f));
        var (left, top) = ((int)across, (int)down);
        var i = (top * Side) + left;
        var above = float.Lerp(_values[i], _values[i + 1], across - left);
        var below = float.Lerp(_values[i + Side], _values[i + Side + 1], across - left);
        return float.Lerp(above, below, down - top);
    }

    /// <summary>A part of the thing, a quarter to a half of it: what lies on one side of a line.</summary>
    public ThingMask Part(Random random)
    {
        var (sine, cosine) = MathF.SinCos(2 * MathF.PI * random.NextSingle());
        float Along(int i) => (i % Side * cosine) + (i / Side * sine);
        float[] places = [.. Enumerable.Range(0, _values.Length).Where(i => _values[i] > 0.5f).Select(Along).Order()];
        var line = places[(int)(places.Length * (0.5f + (0.25f * random.NextSingle())))];
        return new ThingMask([.. _values.Select((value, i) => value * Math.Clamp(Along(i) - line + 0.5f, 0, 1))]);
    }

    /// <summary>A point on the outline, each coordinate from 0 to 1.</summary>
    public (float X, float Y) OutlinePoint(Random random)
    {
        int[] outline =
        [
            .. Enumerable.Range(0, _values.Length).Where(i =>
                _values[i] is > 0.3f and < 0.7f && i % Side is > Side / 12 and < Side * 11 / 12
                && i / Side is > Side / 12 and < Side * 11 / 12),
        ];
        var at = outline.Length == 0 ? (Side * Side / 2) + (Side / 2) : outline[random.Next(outline.Length)];
        return (((at % Side) + 0.5f) / Side, ((at / Side) + 0.5f) / Side);
    }

    private static (float Red, float Green, float Blue)[] Shrink(DecodedImage picture)
    {
        var sums = new (float Red, float Green, float Blue)[Side * Side];
        var counts = new int[Side * Side];
        // A picture smaller than the mask gives a pixel several cells.
        var (width, height) = (Math.Max(picture.Width, Side), Math.Max(picture.Height, Side));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var cell = (y * Side / height * Side) + (x * Side / width);
                var at = 3 * ((y * picture.Height / height * picture.Width) + (x * picture.Width / width));
                ref var sum = ref sums[cell];
                sum = (sum.Red + picture.Rgb[at], sum.Green + picture.Rgb[at + 1], sum.Blue + picture.Rgb[at + 2]);
                counts[cell]++;
            }
        }

        for (var i = 0; i < sums.Length; i++)
            sums[i] = (sums[i].Red / counts[i], sums[i].Green / counts[i], sums[i].Blue / counts[i]);
        return sums;
    }

    /// <summary>The colors most often met along the edges: a few rounds of k-means, groups of a few pixels left out.</summary>
    private static (float Red, float Green, float Blue)[] GroundOf((float Red, float Green, float Blue)[] colors)
    {
        var edge = Enumerable.Range(0, colors.Length)
            .Where(i => i % Side is 1 or Side - 2 || i / Side is 1 or Side - 2)
            .Select(i => colors[i]).OrderBy(color => color.Red + color.Green + color.Blue).ToArray();
        var centers = Enumerable.Range(0, GroundColors).Select(i => edge[((2 * i) + 1) * edge.Length / (2 * GroundColors)]).ToArray();
        var sizes = new int[GroundColors];
        for (var round = 0; round < 6; round++)
        {
            foreach (var group in edge.GroupBy(color => Nearest(centers, color)))
            {
                centers[group.Key] = (group.Average(c => c.Red), group.Average(c => c.Green), group.Average(c => c.Blue));
                sizes[group.Key] = group.Count();
            }
        }

        return [.. centers.Where((_, i) => sizes[i] >= edge.Length / 20)];
    }

    private static int Nearest((float Red, float Green, float Blue)[] centers, (float Red, float Green, float Blue) color)
    {
        var nearest = 0;
        for (var i = 1; i < centers.Length; i++)
        {
            if (Distance(centers[i], color) < Distance(centers[nearest], color))
                nearest = i;
        }

        return nearest;
    }

    private static float Distance((float Red, float Green, float Blue) a, (float Red, float Green, float Blue) b) =>
        MathF.Sqrt(
            ((a.Red - b.Red) * (a.Red - b.Red)) + ((a.Green - b.Green) * (a.Green - b.Green)) + ((a.Blue - b.Blue) * (a.Blue - b.Blue)));

    private static bool[] LargestRegion(bool[] inside)
    {
        var seen = new bool[inside.Length];
        List<int> largest = [];
        for (var start = 0; start < inside.Length; start++)
        {
            if (!inside[start] || seen[start])
                continue;
            List<int> region = [start];
            seen[start] = true;
            for (var next = 0; next < region.Count; next++)
            {
                var (x, y) = (region[next] % Side, region[next] / Side);
                foreach (var (nx, ny) in (ReadOnlySpan<(int, int)>)[(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)])
                {
                    var i = (ny * Side) + nx;
                    if (nx is < 0 or >= Side || ny is < 0 or >= Side || !inside[i] || seen[i])
                        continue;
                    seen[i] = true;
                    region.Add(i);
                }
            }

            if (region.Count > largest.Count)
                largest = region;
        }

        var mask = new bool[inside.Length];
        foreach (var i in largest)
            mask[i] = true;
        return mask;
    }

    private static float[] Soften(float[] values)
    {
        var soft = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (x, y) = (i % Side, i / Side);
            var sum = 0f;
            for (var row = y - 1; row <= y + 1; row++)
            {
                for (var column = x - 1; column <= x + 1; column++)
                    sum += values[(Math.Clamp(row, 0, Side - 1) * Side) + Math.Clamp(column, 0, Side - 1)];
            }

            soft[i] = sum / 9;
        }

        return soft;
    }
}
