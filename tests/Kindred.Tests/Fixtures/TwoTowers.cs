using System.Runtime.CompilerServices;
using Google.Protobuf;
using Kindred.Tests.Colors;
using Kindred.Tests.Vision.Models;
using Kindred.Vision.Models.Onnx;

namespace Kindred.Tests.Fixtures;

/// <summary>
/// Two networks in one space of four numbers: pictures are known by their mean color, words by the colors they name. Their files are made
/// here, with a tokenizer in CLIP's form.
/// </summary>
internal static class TwoTowers
{
    public const int ContextLength = 8;

    private const int Vocabulary = 563;

    /// <summary>Ids of "red", "blue" and "green" as whole words, from the README beside the vocabulary.</summary>
    private static readonly (int Id, float[] Rgb)[] Colors = [(515, [1, -1, -1]), (516, [-1, -1, 1]), (530, [-1, 1, -1])];

    /// <summary>The folder of the tokenizer's files, in the source.</summary>
    public static string TokenizerFolder { get; } = FolderOf("Words");

    /// <summary>Writes everything into a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="space">The recipe's space.</param>
    /// <param name="words">The recipe's section for words; the one that is right where <see langword="null"/>, none where empty.</param>
    /// <returns>The picture network's file.</returns>
    public static string Write(TemporaryFolder folder, string space = "fitted", string? words = null)
    {
        var pictures = folder.File("model", "towers.onnx");
        File.WriteAllBytes(pictures, PictureTower());
        File.WriteAllBytes(folder.File("model", "words.onnx"), TextTower());
        foreach (var name in new[] { "vocab.json", "merges.txt" })
            File.Copy(Path.Combine(TokenizerFolder, name), folder.File("model", name), overwrite: true);
        words ??= """
            ,"words": { "file": "words.onnx", "contextLength": 8, "pool": "mean",
              "tokenizer": { "kind": "clip", "files": ["vocab.json", "merges.txt"] } }
            """;
        File.WriteAllText(folder.File("model", "towers.json"), $$"""
            {
              "input": { "width": 32, "height": 32, "mean": [0.5, 0.5, 0.5], "standardDeviation": [0.5, 0.5, 0.5] },
              "head": { "parts": [{ "tensor": "image_embeds", "pool": "flatten" }] },
              "space": "{{space}}" {{words}}
            }
            """);
        return pictures;
    }

    /// <summary>Eight pictures each of a red, a blue and a green ground, with a white or a yellow thing.</summary>
    public static void WritePictures(TemporaryFolder folder)
    {
        (string Name, uint Ground)[] grounds = [("red", 0xC01020), ("blue", 0x2030B0), ("green", 0x208040)];
        foreach (var (name, ground) in grounds)
        {
            for (var i = 0; i < 8; i++)
            {
                var shade = ground + ((uint)i * 0x020202);
                var thing = i % 2 == 0 ? 0xF4F4F4u : 0xE8C020u;
                File.WriteAllBytes(folder.File("gallery", $"{name}-{i}.png"), ColoredPicture.Png(thing, shade, 0.4f + (0.02f * i)));
            }
        }
    }

    private static string FolderOf(string name, [CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile) ?? "", name);

    private static byte[] PictureTower()
    {
        var graph = new GraphProto();
        var writer = new GraphWriter(graph, "p");
        var flat = writer.Node("Flatten", [writer.Node("GlobalAveragePool", ["pixel_values"])], NodeAttribute.Int("axis", 1));
        GraphWriter.Rename(graph, writer.Node("MatMul", [flat, Space(writer)]), "image_embeds");
        return SampleNetwork.Model(graph, 13, 32, 32, "pixel_values", "image_embeds");
    }

    private static byte[] TextTower()
    {
        var graph = new GraphProto { Name = "words" };
        var writer = new GraphWriter(graph, "w");
        // What names no color says a little of everything, so that no words are nothing.
        var table = Enumerable.Repeat(0.01f, Vocabulary * 3).ToArray();
        foreach (var (id, rgb) in Colors)
            rgb.CopyTo(table, id * 3);
        var tokens = writer.Node("Gather", [writer.Constant(table, Vocabulary, 3), "input_ids"], NodeAttribute.Int("axis", 0));
        GraphWriter.Rename(graph, writer.Node("MatMul", [tokens, Space(writer)]), "last_hidden_state");
        graph.Input.Add(GraphWriter.Value("input_ids", TensorProto.Types.DataType.Int64, "N", ContextLength));
        graph.Output.Add(GraphWriter.Value("last_hidden_state", TensorProto.Types.DataType.Float, "N", ContextLength, 4));
        var model = new ModelProto { IrVersion = 7, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        return model.ToByteArray();
    }

    private static string Space(GraphWriter writer) => writer.Constant([1, 0, 0, 0.1f, 0, 1, 0, 0.1f, 0, 0, 1, 0.1f], 3, 4);
}
