using Kindred.Samples;
using SkiaSharp;

namespace Kindred.Tests.Fixtures;

/// <summary>Drawn furniture, some of it again in other colors, and one picture twice.</summary>
internal static class RecoloredFurniture
{
    private const int Seed = 11;
    private const int Pieces = 12;
    private const int Colors = 3;

    private static readonly FurnitureKind[] Kinds = [FurnitureKind.Chair, FurnitureKind.Sofa, FurnitureKind.Table];

    /// <summary>Writes <c>kind/00.jpg</c> and on, and <c>kind/00 color 1.jpg</c> and on for every second piece.</summary>
    public static void Write(string folder)
    {
        for (var i = 0; i < Pieces; i++)
        {
            var (kind, style) = (Kinds[i % Kinds.Length], i / Kinds.Length);
            Dice Chance() => Dice.For(Seed, (int)kind, style);
            var name = Path.Combine(folder, kind.ToString().ToLowerInvariant(), $"{i:00}");
            Directory.CreateDirectory(Path.GetDirectoryName(name)!); // It has a folder.
            File.WriteAllBytes($"{name}.jpg", SamplePicture.Draw(kind, style, Chance(), SKEncodedImageFormat.Jpeg));
            for (var color = 1; color <= Colors && i % 2 == 0; color++)
            {
                var choice = Dice.For(Seed, i, color);
                if (SamplePicture.DrawRedesigned(kind, style, Chance(), Redesign.Recolored, choice, SKEncodedImageFormat.Jpeg) is { } drawn)
                    File.WriteAllBytes($"{name} color {color}.jpg", drawn);
            }
        }

        var first = Path.Combine(folder, "sofa", "01.jpg");
        File.Copy(first, Path.Combine(folder, "sofa", "01 again.jpg"));
    }
}
