using Kindred.Search;

namespace Kindred.Vision.Models;

/// <summary>What a combined model must keep to, checked where the catalog is read so that nothing later has to.</summary>
internal static class CombinedRules
{
    /// <summary>Checks every rule.</summary>
    /// <exception cref="KindredException">A rule is broken; the message names it.</exception>
    public static void Check(CombinedModel combined, IReadOnlyDictionary<string, ModelRecipe> models, string source)
    {
        var name = $"{source}, {combined.Id}";
        Require(!models.ContainsKey(combined.Id), name, "a model that is not combined has the same id");
        Require(combined.Parts.Count > 1, name, "parts must name at least two models");
        foreach (var part in combined.Parts)
        {
            Require(models.ContainsKey(part.Model), name, $"parts: there is no model {part.Model}");
            Require(part.Share is > 0 and < 1, name, $"parts: the share of {part.Model} must be above 0 and below 1");
        }

        Require(Math.Abs(combined.Parts.Sum(part => part.Share) - 1) < 1e-3, name, "the shares of all parts must add up to 1");
        ModelRecipe[] recipes = [.. combined.Parts.Select(part => models[part.Model])];
        // Only the sum of cosines is the cosine of embeddings that stand side by side.
        Require(
            Array.TrueForAll(recipes, recipe => recipe.Metric == Metric.Cosine && recipe.Head.Normalize), name,
            "every part must be compared by the cosine and bring its descriptor to length 1");
        Require(recipes.All(recipe => recipe.Space == recipes[0].Space), name, "parts must be compared in the same space");
        // Pictures are decoded once, to the largest input, and shrunk from there.
        Require(
            Array.Exists(recipes, large => Array.TrueForAll(
                recipes, recipe => recipe.Input.Width <= large.Input.Width && recipe.Input.Height <= large.Input.Height)),
            name, "one part's input must be as wide and as high as every other's");
    }

    private static void Require(bool kept, string name, string rule)
    {
        if (!kept)
            throw new KindredException($"{name}: {rule}.");
    }
}
