using Kindred.Vision.Models.EightBit;
using Kindred.Vision.Words;

namespace Kindred.Vision.Models;

/// <summary>What a recipe must keep to, checked where one is read so that nothing later has to.</summary>
internal static class RecipeRules
{
    /// <summary>Checks every rule.</summary>
    /// <exception cref="KindredException">A rule is broken; the message names the property, its value and what is allowed.</exception>
    public static void Check(ModelRecipe recipe, string source)
    {
        Size(recipe.Input.Width, "input.width", source);
        Size(recipe.Input.Height, "input.height", source);
        Require(recipe.Input.Mean is { Count: 3 } && recipe.Input.Mean.All(float.IsFinite), source, "input.mean must be three numbers");
        Require(
            recipe.Input.StandardDeviation is { Count: 3 }
                && recipe.Input.StandardDeviation.All(value => value > 0 && float.IsFinite(value)),
            source,
            "input.standardDeviation must be three numbers above 0");
        Require(recipe.Head.Parts is { Count: > 0 }, source, "head.parts must name at least one part");
        foreach (var part in recipe.Head.Parts)
        {
            Require(part.Grid is >= 1 and <= 32, source, $"head.parts: grid {part.Grid} must be 1 to 32");
            var named = part.Tensor is null || part.Tensor.Trim().Length > 0;
            Require(named, source, "head.parts: an empty tensor name; leave it out for the last map");
        }

        if (recipe.EightBit is { } eightBit)
            Check(eightBit, source);
        if (recipe.Words is { } words)
            Check(recipe, words, source);
    }

    private static void Check(EightBitSpecification eightBit, string source)
    {
        foreach (var (map, range) in eightBit.Ranges)
        {
            Require(
                range is [var least, var greatest] && float.IsFinite(least) && float.IsFinite(greatest) && least <= greatest, source,
                $"eightBit.ranges: {map} must have two numbers, the least and the greatest");
        }
    }

    private static void Check(ModelRecipe recipe, WordsSpecification words, string source)
    {
        Require(
            recipe.Head.Parts is [var part] && (part.Pool == Pooling.Flatten || part.Grid == 1), source,
            "words need a head of one part, the picture network's own output (pool: flatten, or a grid of 1)");
        Require(words.ContextLength is >= 3 and <= 8192, source, $"words.contextLength is {words.ContextLength} and must be 3 to 8192");
        Require(words.Template.Contains("{}", StringComparison.Ordinal), source, "words.template must say {} where the words stand");
        var wanted = words.Tokenizer.Kind == TokenizerKind.Clip ? 2 : 1;
        Require(
            words.Tokenizer.Files.Count == wanted, source,
            $"words.tokenizer.files names {words.Tokenizer.Files.Count} files and must name {wanted} for this kind");
        foreach (var file in words.Tokenizer.Files.Prepend(words.File))
        {
            Require(
                file.Length > 0 && file == Path.GetFileName(file) && file is not ("." or ".."), source,
                $"words: '{file}' must be a file beside the picture network's, named without a folder");
        }
    }

    private static void Size(int value, string name, string source) =>
        Require(value is >= 8 and <= 4096, source, $"{name} is {value} and must be 8 to 4096 pixels");

    private static void Require(bool kept, string source, string rule)
    {
        if (!kept)
            throw new KindredException($"{source}: {rule}.");
    }
}
