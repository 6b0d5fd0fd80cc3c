using System.Numerics.Tensors;

namespace Kindred.Images;

/// <summary>
/// What is left of a picture when it is squashed to 48 × 48 pixels: its luminance, and its color at 16 × 16. Two fingerprints tell
/// whether one picture is a transformed copy of the other. Immutable.
/// </summary>
/// <remarks>
/// The thumbnail of perceptual hashing (the average, difference and DCT hashes compare 8 × 8 to 32 × 32 luminances; Zauner,
/// "Implementation and benchmarking of perceptual image hash functions", 2010), kept as it is instead of being cut down to 64 bits: a
/// hash that still matches after a rotation by 5° also matches other pictures, whereas two thumbnails can be laid one on the other.
/// </remarks>
internal sealed class Fingerprint
{
    /// <summary>Length in bytes.</summary>
    public const int Size = (LumaSide * LumaSide) + (2 * ChromaSide * ChromaSide);

    internal const int LumaSide = 48;
    internal const int ChromaSide = 16;
    private const int Shrink = LumaSide / ChromaSide;
    private const int Channels = 3;

    private readonly byte[] _bytes;

    /// <summary>Reads a fingerprint from its bytes.</summary>
    /// <exception cref="ArgumentException">There are not <see cref="Size"/> of them.</exception>
    public Fingerprint(ReadOnlySpan<byte> bytes)
        : this(bytes.Length == Size
            ? bytes.ToArray()
            : throw new ArgumentException($"A fingerprint has {Size} bytes, not {bytes.Length}.", nameof(bytes)))
    {
    }

    private Fingerprint(byte[] bytes) => _bytes = bytes;

    /// <summary>Luminances, then blue and then red differences, each row by row.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    internal ReadOnlySpan<byte> Luma => _bytes.AsSpan(0, LumaSide * LumaSide);

    internal ReadOnlySpan<byte> BlueDifference => _bytes.AsSpan(LumaSide * LumaSide, ChromaSide * ChromaSide);

    internal ReadOnlySpan<byte> RedDifference => _bytes.AsSpan(Size - (ChromaSide * ChromaSide));

    /// <summary>
    /// Takes the fingerprint of a decoded picture. Sums are exact, so equal pixels give equal bytes everywhere.
    /// </summary>
    /// <param name="rgb">Width × height × 3 bytes: red, green, blue; left to right, then top to bottom.</param>
    /// <param name="width">Pixels across, at least 1 and at most 65,535. Whether the picture was squashed does not matter.</param>
    /// <param name="height">Pixels down, at least 1 and at most 65,535.</param>
    /// <exception cref="ArgumentException">The span is shorter than the size says.</exception>
    public static Fingerprint FromRgb(ReadOnlySpan<byte> rgb, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, ushort.MaxValue);
        if (rgb.Length < (long)width * height * Channels)
            throw new ArgumentException($"{rgb.Length} bytes are too few for {width} × {height} pixels.", nameof(rgb));

        var cells = AreaSums(rgb, width, height);
        var bytes = new byte[Size];
        var area = (long)width * height;
        for (var i = 0; i < LumaSide * LumaSide; i++)
            bytes[i] = Rounded(Luminance(cells.AsSpan(i * Channels)), 1000 * area);

        Span<long> block = stackalloc long[Channels];
        for (var y = 0; y < ChromaSide; y++)
        {
            for (var x = 0; x < ChromaSide; x++)
            {
                AddBlock(cells, x, y, block);
                var luminance = Luminance(block);
                var at = (LumaSide * LumaSide) + (y * ChromaSide) + x;
                // JFIF's differences, halved so that they fit a byte whatever the color: B - Y and R - Y reach ±227 and ±179.
                bytes[at] = Difference((1000 * block[2]) - luminance, 1000 * area * Shrink * Shrink);
                bytes[at + (ChromaSide * ChromaSide)] = Difference((1000 * block[0]) - luminance, 1000 * area * Shrink * Shrink);
            }
        }

        return new Fingerprint(bytes);
    }

    /// <summary>The bytes, in a new array.</summary>
    public byte[] ToByteArray() => [.. _bytes];

    private static long Luminance(ReadOnlySpan<long> rgb) => (299 * rgb[0]) + (587 * rgb[1]) + (114 * rgb[2]);

    private static byte Rounded(long sum, long divisor) => (byte)((sum + (divisor / 2)) / divisor);

    private static byte Difference(long sum, long divisor) => (byte)(128 + (long)Math.Round(sum / (2.0 * divisor)));

    private static void AddBlock(long[] cells, int x, int y, Span<long> sums)
    {
        sums.Clear();
        for (var row = y * Shrink; row < (y + 1) * Shrink; row++)
        {
            for (var column = x * Shrink; column < (x + 1) * Shrink; column++)
            {
                for (var channel = 0; channel < Channels; channel++)
                    sums[channel] += cells[(((row * LumaSide) + column) * Channels) + channel];
            }
        }
    }

    /// <summary>
    /// Sums of every cell and channel, pixels on an edge shared by how much of them lies on each side. Measured in 1/48 of a pixel all
    /// shares are whole numbers, and a cell's are <paramref name="width"/> × <paramref name="height"/> in all.
    /// </summary>
    private static long[] AreaSums(ReadOnlySpan<byte> rgb, int width, int height)
    {
        var rowLength = width * Channels;
        var row = new float[rowLength];
        var sums = new float[rowLength];
        var cells = new long[LumaSide * LumaSide * Channels];
        for (var cell = 0; cell < LumaSide; cell++)
        {
            // Down first, because whole rows are summed many numbers at once. No sum reaches 2^24, up to where floats are exact.
            Array.Clear(sums);
            var (top, bottom) = (cell * height, (cell + 1) * height);
            for (var y = top / LumaSide; y * LumaSide < bottom; y++)
            {
                TensorPrimitives.ConvertTruncating(rgb.Slice(y * rowLength, rowLength), row.AsSpan());
                TensorPrimitives.MultiplyAdd(row, Share(y, top, bottom), sums, sums);
            }

            for (var column = 0; column < LumaSide; column++)
            {
                var (left, right) = (column * width, (column + 1) * width);
                long red = 0, green = 0, blue = 0;
                for (var x = left / LumaSide; x * LumaSide < right; x++)
                {
                    long share = Share(x, left, right);
                    red += share * (long)sums[x * Channels];
                    green += share * (long)sums[(x * Channels) + 1];
                    blue += share * (long)sums[(x * Channels) + 2];
                }

                var at = ((cell * LumaSide) + column) * Channels;
                (cells[at], cells[at + 1], cells[at + 2]) = (red, green, blue);
            }
        }

        return cells;
    }

    private static int Share(int pixel, int from, int to) =>
        Math.Min(to, (pixel + 1) * LumaSide) - Math.Max(from, pixel * LumaSide);
}
