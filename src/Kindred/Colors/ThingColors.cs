using System.Buffers.Binary;
using Kindred.Images;

namespace Kindred.Colors;

/// <summary>The colors of the thing of a picture, as they are kept: at most four, with their shares and names, in a few bytes.</summary>
/// <param name="bytes">For each color its lightness, a, b, its share of 255, and two bytes of names; of length <see cref="Size"/>.</param>
internal readonly ref struct ThingColors(ReadOnlySpan<byte> bytes)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = Most * SizeOfOne;

    private const int Most = 4;
    private const int SizeOfOne = 6;

    /// <summary>The distance at which two colors are half as near as one color is to itself.</summary>
    private const float HalfNear = 15;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Finds them.</summary>
    /// <param name="fingerprint">The picture's fingerprint.</param>
    /// <param name="bytes">Gets them; of length <see cref="Size"/>.</param>
    public static void Find(Fingerprint fingerprint, Span<byte> bytes)
    {
        bytes.Clear();
        var cells = ThingCells.Of(fingerprint);
        foreach (var (i, (color, share)) in ColorGroups.Of(cells.Colors, cells.Weights, Most).Index())
        {
            var one = bytes.Slice(i * SizeOfOne, SizeOfOne);
            one[0] = (byte)MathF.Round(Math.Clamp(color.Lightness, 0, 100) * 2.55f);
            one[1] = (byte)MathF.Round(Math.Clamp(color.A + 128, 0, 255));
            one[2] = (byte)MathF.Round(Math.Clamp(color.B + 128, 0, 255));
            one[3] = (byte)MathF.Round(share * 255);
            BinaryPrimitives.WriteUInt16LittleEndian(one[4..], (ushort)ColorCentroids.NamesOf(color));
        }
    }

    /// <summary>The share of the thing that has a color, from 0 to 1.</summary>
    public float ShareOf(WantedColor wanted)
    {
        var sum = 0f;
        for (var i = 0; i < Most && ShareAt(i) > 0; i++)
        {
            if (wanted.Covers(ColorAt(i), NamesAt(i)))
                sum += ShareAt(i);
        }

        return sum;
    }

    /// <summary>
    /// How near the colors of two things are, from 0 to 1: every color to the nearest of the other thing, each by its share.
    /// </summary>
    public float NearnessTo(ThingColors other) => (Found(this, other) + Found(other, this)) / 2;

    /// <summary>The names and shares, largest first, for whoever looks at them.</summary>
    public List<(LabColor Color, float Share, ColorName Names)> ToList()
    {
        var list = new List<(LabColor, float, ColorName)>(Most);
        for (var i = 0; i < Most && ShareAt(i) > 0; i++)
            list.Add((ColorAt(i), ShareAt(i), NamesAt(i)));
        return list;
    }

    private static float Found(ThingColors some, ThingColors others)
    {
        var (sum, shares) = (0f, 0f);
        for (var i = 0; i < Most && some.ShareAt(i) > 0; i++)
        {
            var distance = float.PositiveInfinity;
            for (var j = 0; j < Most && others.ShareAt(j) > 0; j++)
                distance = MathF.Min(distance, some.ColorAt(i).DistanceTo(others.ColorAt(j)));
            sum += some.ShareAt(i) * MathF.Exp(-MathF.Log(2) * distance / HalfNear);
            shares += some.ShareAt(i);
        }

        return shares > 0 ? sum / shares : 0;
    }

    private float ShareAt(int i) => _bytes[(i * SizeOfOne) + 3] / 255f;

    private ColorName NamesAt(int i) => (ColorName)BinaryPrimitives.ReadUInt16LittleEndian(_bytes[((i * SizeOfOne) + 4)..]);

    private LabColor ColorAt(int i)
    {
        var one = _bytes.Slice(i * SizeOfOne, SizeOfOne);
        return new LabColor(one[0] / 2.55f, one[1] - 128, one[2] - 128);
    }
}
