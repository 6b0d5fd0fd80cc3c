using System.Text.Json.Serialization;
using Kindred.Embeddings;
using Kindred.Search;
using Kindred.Vision.Models.EightBit;
using Kindred.Vision.Words;

namespace Kindred.Vision.Models;

/// <summary>
/// How pictures become descriptors: which weights, which input, which head, and how the descriptors are compared.
/// It is what <c>--model</c> names. The same JSON form describes a user's own network, in <c>name.json</c> beside <c>name.onnx</c>.
/// </summary>
internal sealed record ModelRecipe
{
    /// <summary>Name in the catalog; of a user's own network, the file's name.</summary>
    public string Id { get; init; } = "";

    /// <summary>Id of the weights in the catalog; of a user's own network, the file's name.</summary>
    public string Weights { get; init; } = "";

    /// <summary>What it is good for, in one line.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether it is the one used when none is named.</summary>
    [JsonPropertyName("default")]
    public bool IsDefault { get; init; }

    /// <summary>What the network wants to see.</summary>
    public required InputSpecification Input { get; init; }

    /// <summary>How its feature maps become one vector.</summary>
    public required DescriptorHead Head { get; init; }

    /// <summary>How descriptors are compared; default cosine.</summary>
    public Metric Metric { get; init; } = Metric.Cosine;

    /// <summary>Where they are compared; default the library's own space.</summary>
    public DescriptorSpace Space { get; init; }

    /// <summary>
    /// How the network is rounded, where it computes with 8-bit numbers: another embedding, nearly the same, for less work.
    /// <see langword="null"/> where it computes with floats.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EightBitSpecification? EightBit { get; init; }

    /// <summary>What embeds words in the same space as its pictures; <see langword="null"/> where nothing does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WordsSpecification? Words { get; init; }

    /// <summary>
    /// The recipe for an ONNX file of the user's own: from <c>name.json</c> beside <c>name.onnx</c> where there is one, else 224×224,
    /// the usual ImageNet scaling, and the last feature map averaged over 3×3 cells.
    /// </summary>
    /// <param name="path">The <c>.onnx</c> file.</param>
    /// <exception cref="KindredException">The file beside it cannot be read or is not a recipe.</exception>
    public static ModelRecipe ForFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = Path.GetFileName(path);
        var beside = Path.ChangeExtension(path, ".json");
        var recipe = File.Exists(beside) ? Read(beside) : FileDefault;
        var id = recipe.Id.Length > 0 ? recipe.Id : Path.GetFileNameWithoutExtension(name);
        return recipe with { Id = id, Weights = name, IsDefault = false };
    }

    /// <summary>The stamp of what it makes. Words have no part in it: pictures are the same with them or without.</summary>
    /// <param name="weights">SHA-256 of the weights, in hexadecimal.</param>
    /// <param name="dimensions">Length of an embedding.</param>
    public EmbedderStamp Stamp(string weights, int dimensions) =>
        new(Id, weights, DescribeHead(), Input.ToString(), Metric, dimensions, Space == DescriptorSpace.Fitted);

    /// <summary>How the network's feature maps become one vector, and how they are rounded, in one line: fit for a stamp.</summary>
    public string DescribeHead() => EightBit is null ? Head.ToString() : $"{Head}, {EightBit}";

    /// <summary>The recipe as one line of JSON, its properties always in the same order: fit for a library's stamp.</summary>
    public string ToJson() => CatalogJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote, or a file in the catalog's form.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="KindredException">It is not a recipe.</exception>
    public static ModelRecipe FromJson(string json) => Parse(json, "the model recipe");

    private static ModelRecipe FileDefault => new()
    {
        Input = new()
        {
            Width = 224,
            Height = 224,
            Mean = [0.485f, 0.456f, 0.406f],
            StandardDeviation = [0.229f, 0.224f, 0.225f],
        },
        Head = new() { Parts = [new() { Pool = Pooling.Average, Grid = 3 }], Mirror = true },
    };

    private static ModelRecipe Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindredException($"Cannot read {path}: {exception.Message}", exception);
        }
    }

    private static ModelRecipe Parse(string json, string source)
    {
        var recipe = CatalogJson.Read<ModelRecipe>(json, source);
        RecipeRules.Check(recipe, source);
        return recipe;
    }
}
