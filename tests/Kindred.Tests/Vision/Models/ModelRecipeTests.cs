using Kindred.Vision.Models;

namespace Kindred.Tests.Vision.Models;

public sealed class ModelRecipeTests
{
    [Fact]
    public void ToJson_EveryRecipe_ReadsBackTheSame() =>
        Assert.All(ModelCatalog.Default.Models, recipe => Assert.Equal(recipe.ToJson(), ModelRecipe.FromJson(recipe.ToJson()).ToJson()));

    [Fact]
    public void FromJson_OnlyWhatMustBeThere_TakesTheDocumentedDefaults()
    {
        var recipe = ModelRecipe.FromJson("""{ "input": { "width": 64, "height": 48 }, "head": { "parts": [{ "pool": "max" }] } }""");

        Assert.Equal("64x48 squash rgb, mean 0 0 0, deviation 1 1 1", recipe.Input.ToString());
        Assert.Equal("[last max 1]", recipe.Head.ToString());
        Assert.Equal(DescriptorSpace.Fitted, recipe.Space);
    }

    [Fact]
    public void ForFile_WithAJsonBeside_TakesItsRecipe()
    {
        using var folder = new TemporaryFolder();
        folder.Write("own.json", """
            {
              "input": { "width": 96, "height": 64, "colors": "bgr" },
              "head": { "parts": [{ "tensor": "t", "pool": "gem3", "grid": 2 }] }
            }
            """);

        var recipe = ModelRecipe.ForFile(folder.File("own.onnx"));

        Assert.Equal(("own", "own.onnx"), (recipe.Id, recipe.Weights));
        Assert.Equal("96x64 squash bgr, mean 0 0 0, deviation 1 1 1", recipe.Input.ToString());
        Assert.Equal("[t gem3 2]", recipe.Head.ToString());
    }

    [Fact]
    public void ForFile_WithNothingBeside_TakesTheImageNetDefaults()
    {
        using var folder = new TemporaryFolder();

        var recipe = ModelRecipe.ForFile(folder.File("own.onnx"));

        Assert.StartsWith("224x224", recipe.Input.ToString(), StringComparison.Ordinal);
        Assert.Equal("[last avg 3], mirror", recipe.Head.ToString());
    }

    [Fact]
    public void ForFile_WithABrokenJsonBeside_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        var beside = folder.Write("own.json", """{ "input": { "width": 96 } }""");

        var exception = Assert.Throws<KindredException>(() => ModelRecipe.ForFile(folder.File("own.onnx")));

        Assert.StartsWith(beside, exception.Message, StringComparison.Ordinal);
    }
}
