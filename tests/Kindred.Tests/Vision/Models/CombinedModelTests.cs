using Kindred.Vision.Models;

namespace Kindred.Tests.Vision.Models;

public sealed class CombinedModelTests
{
    private const string TwoNetworks = """
        {
          "weights": [{
            "id": "w", "description": "d", "trainedOn": "t", "licence": "MIT", "format": "onnx",
            "files": [{ "name": "w.onnx", "bytes": 1, "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }],
            "origin": { "nuget": "W@1.0.0", "path": "tools/w.onnx" }
          }],
          "models": [
            {
              "id": "a", "weights": "w", "default": true,
              "input": { "width": 32, "height": 32 }, "head": { "parts": [{ "pool": "avg" }] }
            },
            { "id": "b", "weights": "w", "input": { "width": 64, "height": 64 }, "head": { "parts": [{ "pool": "max" }] } }
          ],
          "combined": [{ "id": "a+b", "parts": [{ "model": "a", "share": 0.25 }, { "model": "b", "share": 0.75 }] }]
        }
        """;

    [Fact]
    public void TryFindCombined_ByIdInAnyCase_HasItsParts()
    {
        var catalog = ModelCatalog.Parse(TwoNetworks);

        Assert.Equal([("a", 0.25f), ("b", 0.75f)], catalog.TryFindCombined("A+B")!.Parts.Select(part => (part.Model, part.Share)));
        Assert.Null(catalog.TryFindCombined("a"));
        Assert.Null(catalog.TryFindCombined(null));
        Assert.True(catalog.Knows("a+b"));
        Assert.False(catalog.Knows("a+c"));
        Assert.Equal(["w"], catalog.WeightsOf("a+b").Select(weights => weights.Id));
    }

    [Fact]
    public void Find_AlmostACombinedName_SaysWhichIsMeant()
    {
        var exception = Assert.Throws<KindredException>(() => ModelCatalog.Default.WeightsOf("mobilenet-v2+resnet1"));

        Assert.Contains("mobilenet-v2+resnet18", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"model\": \"b\"", "\"model\": \"c\"", "no model c")]
    [InlineData("\"share\": 0.75", "\"share\": 0.5", "add up to 1")]
    [InlineData("\"share\": 0.75", "\"share\": 1", "below 1")]
    [InlineData(", { \"model\": \"b\", \"share\": 0.75 }", "", "at least two")]
    [InlineData("\"id\": \"a+b\"", "\"id\": \"b\"", "same id")]
    [InlineData("\"width\": 64", "\"width\": 16", "as wide and as high")]
    [InlineData("[{ \"pool\": \"max\" }] }", "[{ \"pool\": \"max\" }] }, \"metric\": \"euclidean\"", "cosine")]
    [InlineData("[{ \"pool\": \"max\" }] }", "[{ \"pool\": \"max\" }] }, \"space\": \"none\"", "same space")]
    public void Parse_BrokenCombination_SaysWhatIsWrong(string original, string broken, string expected)
    {
        var json = TwoNetworks.Replace(original, broken, StringComparison.Ordinal);
        Assert.NotEqual(TwoNetworks, json);

        var exception = Assert.Throws<KindredException>(() => ModelCatalog.Parse(json));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }
}
