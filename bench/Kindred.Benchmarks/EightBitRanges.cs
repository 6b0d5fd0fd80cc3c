using System.Globalization;
using Kindred.Images.Sources;
using Kindred.Vision.Decoding;
using Kindred.Vision.Models;
using Kindred.Vision.Models.EightBit;

namespace Kindred.Benchmarks;

/// <summary>Measures between what a model's feature maps lie on the pictures of a folder, and prints it as the catalog has it.</summary>
internal static class EightBitRanges
{
    public static int Run(string model, string folder)
    {
        var located = LocatedModel.Find(model);
        var recipe = located.Recipe;
        using var measure = new RangeMeasure(recipe, located.Weights[0]);
        var decoder = new ImageDecoder();
        var pixels = new byte[recipe.Input.Width * recipe.Input.Height * 3];
        foreach (var file in FolderScan.Run(Path.GetFullPath(folder)).Files)
        {
            decoder.Decode(File.ReadAllBytes(Path.Combine(folder, file.Path)), recipe.Input.Width, recipe.Input.Height, pixels);
            measure.See(pixels);
        }

        // Three digits say more than two bounds that other pictures would have moved.
        var ranges = measure.Ranges.Select(range =>
            string.Create(CultureInfo.InvariantCulture, $"\"{range.Key}\": [{range.Value[0]:G3}, {range.Value[1]:G3}]"));
        Console.WriteLine(string.Join(",\n", ranges.Chunk(4).Select(line => string.Join(", ", line))));
        return 0;
    }
}
