using System.Diagnostics.CodeAnalysis;

namespace Kindred.Vision.Models;

/// <summary>A model whose weights are on this machine.</summary>
/// <param name="Recipe">What to make of them.</param>
/// <param name="Weights">The weights' files, the main one first.</param>
internal sealed record LocatedModel(ModelRecipe Recipe, IReadOnlyList<string> Weights)
{
    /// <summary>Where the weights are, and beside them what embeds words.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(Weights[0])) ?? "";

    /// <summary>Finds a model of the catalog, or an <c>.onnx</c> file.</summary>
    /// <param name="model">Id in the catalog or path of a file; the catalog's default where <see langword="null"/>.</param>
    /// <exception cref="KindredException">
    /// There is no such model, or its weights are not here; the message says how to get them.
    /// </exception>
    public static LocatedModel Find(string? model)
    {
        var recipe = RecipeOf(model);
        return IsFile(model)
            ? new LocatedModel(recipe, [model])
            : new LocatedModel(recipe, ModelStore.Default.LocateAll(ModelCatalog.Default.FindWeights(recipe.Weights)));
    }

    /// <summary>The recipe of a model, wherever its weights are.</summary>
    /// <exception cref="KindredException">There is no such model.</exception>
    public static ModelRecipe RecipeOf(string? model)
    {
        if (!IsFile(model))
            return model is null ? ModelCatalog.Default.DefaultModel : ModelCatalog.Default.Find(model);
        return File.Exists(model)
            ? ModelRecipe.ForFile(model)
            : throw new KindredException(Fault.ModelUnusable, $"There is no model file {model}; check the name.") { Subject = model };
    }

    /// <summary>Makes sure that the files are there that embed words, where the recipe names any.</summary>
    /// <exception cref="KindredException">One is not.</exception>
    public void EnsureWords()
    {
        if (Recipe.Words is not { } words)
            return;
        foreach (var file in words.Tokenizer.Files.Prepend(words.File).Select(file => Path.Combine(Folder, file)))
        {
            if (!File.Exists(file))
            {
                throw new KindredException(
                    Fault.ModelUnusable,
                    $"There is no file {file}, which the recipe of {Recipe.Id} names to embed words; put it there or leave words out.");
            }
        }
    }

    private static bool IsFile([NotNullWhen(true)] string? model) =>
        model is not null && model.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
}
