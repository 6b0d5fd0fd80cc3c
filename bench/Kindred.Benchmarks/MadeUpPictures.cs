using NetVips;

namespace Kindred.Benchmarks;

/// <summary>
/// Writes a gallery of made-up pictures, small JPEGs of waves and boxes in eight kinds: many enough to measure a large gallery by, quick to
/// make, and every one another.
/// </summary>
internal static class MadeUpPictures
{
    private const int Width = 240;
    private const int Height = 180;
    private const int Kinds = 8;

    /// <summary>Writes the pictures with the numbers from <paramref name="first"/> on, each kind in a folder.</summary>
    public static void Write(string folder, int first, int count)
    {
        for (var kind = 0; kind < Kinds; kind++)
            Directory.CreateDirectory(Path.Combine(folder, $"kind{kind}"));
        Parallel.For(first, first + count, number =>
            File.WriteAllBytes(Path.Combine(folder, $"kind{number % Kinds}", $"{number:000000}.jpg"), Draw(number)));
    }

    private static byte[] Draw(int number)
    {
        var kind = new Random(number % Kinds);
        var own = new Random(number + 1000);
        var (ground, ink) = (Color(kind, own), Color(kind, own));
        var (across, down) = (kind.NextDouble() * 0.3 + own.NextDouble() * 0.2, kind.NextDouble() * 0.3 + own.NextDouble() * 0.2);
        var (left, top) = (own.Next(Width - 90), own.Next(Height - 90));
        var (right, bottom) = (left + own.Next(30, 90), top + own.Next(30, 90));
        var box = Color(own, own);
        var rgb = new byte[Width * Height * 3];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var wave = (Math.Sin(x * across) + Math.Sin(y * down) + 2) / 4;
                var boxed = x >= left && x < right && y >= top && y < bottom;
                for (var band = 0; band < 3; band++)
                    rgb[(((y * Width) + x) * 3) + band] = (byte)(boxed ? box[band] : (ground[band] * wave) + (ink[band] * (1 - wave)));
            }
        }

        using var pixels = Image.NewFromMemory(rgb, Width, Height, 3, Enums.BandFormat.Uchar);
        using var image = pixels.Copy(interpretation: Enums.Interpretation.Srgb);
        return image.JpegsaveBuffer(q: 85);
    }

    private static double[] Color(Random kind, Random own) =>
        [.. Enumerable.Range(0, 3).Select(_ => (kind.Next(256) + own.Next(256)) / 2.0)];
}
