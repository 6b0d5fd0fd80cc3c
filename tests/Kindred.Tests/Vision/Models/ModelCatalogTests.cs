using Kindred.Search;
using Kindred.Vision.Models;

namespace Kindred.Tests.Vision.Models;

public sealed class ModelCatalogTests
{
    private const string OneModel = """
        {
          "weights": [{
            "id": "w", "description": "d", "trainedOn": "t", "licence": "MIT", "format": "onnx",
            "files": [{ "name": "w.onnx", "bytes": 1, "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }],
            "origin": { "url": "https://example.org/w.onnx" }
          }],
          "models": [{
            "id": "m", "weights": "w", "default": true, "input": { "width": 32, "height": 32 }, "head": { "parts": [{ "pool": "avg" }] }
          }]
        }
        """;

    [Theory]
    [InlineData("mobilenet-v2", nameof(WeightsFormat.TensorFlowLite), 9_987_728)]
    [InlineData("inception-v3-nsfwjs", nameof(WeightsFormat.TensorFlowJs), 22_558_321)]
    [InlineData("mobilenet-v2-nsfwjs", nameof(WeightsFormat.TensorFlowJs), 2_737_389)]
    [InlineData("inception-v3", nameof(WeightsFormat.Onnx), 95_317_116)]
    [InlineData("vgg16", nameof(WeightsFormat.Onnx), 553_437_752)]
    [InlineData("vgg19", nameof(WeightsFormat.Onnx), 574_677_321)]
    [InlineData("mobilenet-v2-imagenet", nameof(WeightsFormat.Onnx), 13_964_571)]
    [InlineData("resnet50", nameof(WeightsFormat.Onnx), 102_442_452)]
    [InlineData("convnext-tiny", nameof(WeightsFormat.Onnx), 114_434_309)]
    [InlineData("resnet18", nameof(WeightsFormat.Onnx), 63_653_533)]
    public void Default_EveryKnownNetwork_IsListedWithARecipeOfItsName(string id, string format, long bytes)
    {
        var weights = ModelCatalog.Default.FindWeights(id);

        Assert.Equal(format, weights.Format.ToString());
        Assert.Equal(bytes, weights.Bytes);
        Assert.All(weights.Files, file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
        Assert.Equal(id, ModelCatalog.Default.Find(id).Weights);
    }

    [Fact]
    public void Default_MobileNetRecipe_IsTheOneUsedAndAsDesigned()
    {
        var recipe = ModelCatalog.Default.DefaultModel;

        Assert.Equal("mobilenet-v2-int8", recipe.Id);
        Assert.Equal(
            "[expanded_conv_8/add max 3, expanded_conv_15/add gem3 2, expanded_conv_11/add max 3], mirror", recipe.Head.ToString());
        Assert.Equal("160x160 squash rgb, mean 0.5 0.5 0.5, deviation 0.5 0.5 0.5", recipe.Input.ToString());
        Assert.Equal(Metric.Cosine, recipe.Metric);
        Assert.Equal(DescriptorSpace.Fitted, recipe.Space);
    }

    [Theory]
    [InlineData("keras-2019", "inception-v3", "[last flatten], raw")]
    [InlineData("keras-2019-nsfwjs", "inception-v3-nsfwjs", "[mixed10 flatten], raw")]
    public void Default_KerasRecipes_AreThoseOfTheWriteUp(string id, string weights, string head)
    {
        var recipe = ModelCatalog.Default.Find(id);

        Assert.Equal(weights, recipe.Weights);
        Assert.Equal(head, recipe.Head.ToString());
        Assert.Equal("150x150 squash rgb, mean 0 0 0, deviation 1 1 1", recipe.Input.ToString());
        Assert.Equal(Metric.Euclidean, recipe.Metric);
        Assert.Equal(DescriptorSpace.None, recipe.Space);
    }

    [Fact]
    public void Default_EveryRecipe_HasWeightsThatAreListed()
    {
        var listed = ModelCatalog.Default.Weights.Select(weights => weights.Id).ToList();

        Assert.All(ModelCatalog.Default.Models, recipe => Assert.Contains(recipe.Weights, listed));
    }

    [Theory]
    [InlineData("mobilenet-v2")]
    [InlineData("resnet18")]
    public void Default_RecipeWithEightBits_IsTheOneWithFloatsOtherwise(string id)
    {
        var floats = ModelCatalog.Default.Find(id);
        var rounded = ModelCatalog.Default.Find($"{id}-int8");

        Assert.NotEmpty(rounded.EightBit?.Ranges ?? throw new InvalidOperationException());
        var same = rounded with { Id = id, Description = floats.Description, IsDefault = floats.IsDefault, EightBit = null };
        Assert.Equal(floats.ToJson(), same.ToJson());
    }

    [Fact]
    public void Default_EveryCombinedModel_IsCalledByItsParts()
    {
        Assert.NotEmpty(ModelCatalog.Default.Combined);
        Assert.All(
            ModelCatalog.Default.Combined, model => Assert.Equal(string.Join('+', model.Parts.Select(part => part.Model)), model.Id));
    }

    [Fact]
    public void Find_AlmostTheName_SaysWhichIsMeant()
    {
        var exception = Assert.Throws<KindredException>(() => ModelCatalog.Default.Find("mobilnet-v2"));

        Assert.Contains("Did you mean mobilenet-v2", exception.Message, StringComparison.Ordinal);
        Assert.Equal((Fault.NoSuchModel, "mobilnet-v2"), (exception.Fault, exception.Subject));
    }

    [Theory]
    [InlineData("\"pool\": \"avg\"", "\"pool\": \"avg\", \"gird\": 2", "gird")]
    [InlineData("\"pool\": \"avg\"", "\"pool\": \"mean\"", "pool")]
    [InlineData("\"pool\": \"avg\"", "\"pool\": \"avg\", \"grid\": 0", "grid 0")]
    [InlineData("\"width\": 32", "\"width\": 0", "input.width is 0")]
    [InlineData("\"width\": 32", "\"width\": 32, \"mean\": [1]", "input.mean")]
    [InlineData("\"weights\": \"w\"", "\"weights\": \"x\"", "which are not listed")]
    [InlineData("\"default\": true", "\"default\": false", "0 models are marked default")]
    [InlineData("\"name\": \"w.onnx\"", "\"name\": \"../w.onnx\"", "plain file name")]
    [InlineData("0123456789abcdef0123456789abcdef", "", "SHA-256")]
    [InlineData("\"url\": \"https://example.org/w.onnx\"", "", "npm, nuget and url")]
    [InlineData("\"models\": [", "\"models\": ", "cannot be used")]
    public void Parse_BrokenCatalog_SaysWhatIsWrong(string original, string broken, string expected)
    {
        Assert.Equal("m", ModelCatalog.Parse(OneModel).DefaultModel.Id);

        var json = OneModel.Replace(original, broken, StringComparison.Ordinal);
        var exception = Assert.Throws<KindredException>(() => ModelCatalog.Parse(json));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }
}
