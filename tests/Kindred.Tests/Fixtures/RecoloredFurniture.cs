using Kindred.Images;
using Kindred.Samples;
using SkiaSharp;

namespace Kindred.Tests.Fixtures;

/// <summary>Drawn furniture, some of it again in other colors, and one picture twice.</summary>
internal static class RecoloredFurniture
{
    private const int Seed = 11;
    private const int Pieces = 12;
    private const int Colors = 3;
    private const int Choices = 6;

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
            byte[] Recolor(int choice) => SamplePicture.DrawRedesigned(
                kind, style, Chance(), Redesign.Recolored, Dice.For(Seed, i, choice), SKEncodedImageFormat.Jpeg) ?? [];
            File.WriteAllBytes($"{name}.jpg", SamplePicture.Draw(kind, style, Chance(), SKEncodedImageFormat.Jpeg));

            // Chance may choose one color twice, or one that nobody could tell from the first.
            var drawn = i % 2 == 0
                ? Enumerable.Range(1, Choices).Select(Recolor).Where(picture => picture.Length > 0)
                    .DistinctBy(picture => ContentHash.Of(picture)).Take(Colors)
                : [];
            foreach (var (color, picture) in drawn.Index())
                File.WriteAllBytes($"{name} color {color + 1}.jpg", picture);
        }

        var first = Path.Combine(folder, "sofa", "01.jpg");
        File.Copy(first, Path.Combine(folder, "sofa", "01 again.jpg"));
    }
}
