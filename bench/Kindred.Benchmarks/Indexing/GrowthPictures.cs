using Kindred.Vision.Alterations;
using Kindred.Vision.Decoding;
using NetVips;

namespace Kindred.Benchmarks.Indexing;

/// <summary>
/// Writes many pictures of real size, to see how a library grows: either drawn, every one another, with some altered copies
/// among them; or all altered copies of a folder's photographs, so that every one has many near-duplicates. Equal numbers give equal files.
/// </summary>
internal static class GrowthPictures
{
    /// <summary>One of so many drawn pictures is an altered copy of the one before it.</summary>
    private const int PerCopy = 25;

    /// <summary>Pictures in a folder.</summary>
    private const int PerFolder = 1000;

    /// <summary>Side of the grain that is laid over drawn pictures; a power of two.</summary>
    private const int GrainSide = 1024;

    private static readonly ImageAlterer Alterer = new(new ImageDecoder());

    private static readonly sbyte[] Grain = MakeGrain();

    /// <summary>Writes the pictures numbered from 0.</summary>
    /// <param name="folder">Where to; made where it is missing.</param>
    /// <param name="count">How many.</param>
    /// <param name="width">Pixels that a drawn picture is wide; it is three quarters of that high.</param>
    /// <param name="photographs">The folder whose photographs are altered; drawn pictures where <see langword="null"/>.</param>
    public static int Write(string folder, int count, int width, string? photographs)
    {
        string[] files = photographs is null
            ? []
            : [.. Directory.EnumerateFiles(photographs, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        for (var first = 0; first < count; first += PerFolder)
            Directory.CreateDirectory(Path.Combine(folder, $"{first / PerFolder:0000}"));
        Parallel.For(0, count, number => File.WriteAllBytes(
            Path.Combine(folder, $"{number / PerFolder:0000}", $"{number:0000000}.jpg"),
            files.Length > 0 ? Altered(File.ReadAllBytes(files[number % files.Length]), number)
            : number % PerCopy == PerCopy - 1 ? Altered(Draw(number - 1, width), number)
            : Draw(number, width)));
        return 0;
    }

    private static byte[] Altered(byte[] picture, int number) =>
        Alterer.Alter(picture, Alteration.ShopEdited, number) ?? throw new InvalidOperationException("A shop can edit every picture.");

    /// <summary>Waves of two colors, some boxes and ellipses on them, and grain over all.</summary>
    private static byte[] Draw(int number, int width)
    {
        var height = width * 3 / 4;
        var random = new Random(number);
        byte[] Color() => [(byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)];
        float[] Wave(int length)
        {
            var (step, start) = (random.NextDouble() * 96 / width, random.NextDouble() * 6);
            return [.. Enumerable.Range(0, length).Select(at => (float)(Math.Sin((at * step) + start) + 1) / 4)];
        }

        var (ground, ink, across, down) = (Color(), Color(), Wave(width), Wave(height));
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var share = across[x] + down[y];
                for (var band = 0; band < 3; band++)
                    rgb[(((y * width) + x) * 3) + band] = (byte)((ground[band] * share) + (ink[band] * (1 - share)));
            }
        }

        for (var shape = random.Next(3, 9); shape > 0; shape--)
            Fill(rgb, width, random, Color());
        var (left, top, strength) = (random.Next(GrainSide), random.Next(GrainSide), random.Next(1, 5));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var grain = Grain[(((y + top) % GrainSide) * GrainSide) + ((x + left) % GrainSide)] * strength / 16;
                for (var at = ((y * width) + x) * 3; at < (((y * width) + x) * 3) + 3; at++)
                    rgb[at] = (byte)Math.Clamp(rgb[at] + grain, 0, 255);
            }
        }

        using var pixels = Image.NewFromMemory(rgb, width, height, 3, Enums.BandFormat.Uchar);
        using var image = pixels.Copy(interpretation: Enums.Interpretation.Srgb);
        return image.JpegsaveBuffer(q: 85);
    }

    /// <summary>Fills a box or an ellipse somewhere.</summary>
    private static void Fill(byte[] rgb, int rowWidth, Random random, byte[] color)
    {
        var rows = rowWidth * 3 / 4;
        var (width, height, isRound) =
            (random.Next(rowWidth / 16, rowWidth * 15 / 32), random.Next(rows / 12, rows * 25 / 48), random.Next(2) == 0);
        var (left, top) = (random.Next(rowWidth - width), random.Next(rows - height));
        for (var y = 0; y < height; y++)
        {
            var fromMiddle = (2.0 * y / height) - 1;
            var inset = isRound ? (int)(width / 2 * (1 - Math.Sqrt(1 - (fromMiddle * fromMiddle)))) : 0;
            for (var x = inset; x < width - inset; x++)
                color.CopyTo(rgb, (((top + y) * rowWidth) + left + x) * 3);
        }
    }

    private static sbyte[] MakeGrain()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, GrainSide * GrainSide).Select(_ => (sbyte)random.Next(-100, 101))];
    }
}
