using System.Text.Json.Nodes;

namespace Kindred.Tests.Vision.Models;

/// <summary>Small TF.js layers models written for tests.</summary>
internal static class SampleTensorFlowJs
{
    /// <summary>A layer of the functional form, taking what the layers named give.</summary>
    public static JsonObject Layer(string kind, string name, JsonObject config, params string[] inputs)
    {
        config["name"] = name;
        JsonNode[] inbound = [.. inputs.Select(input => (JsonNode)new JsonArray(input, 0, 0, new JsonObject()))];
        return new()
        {
            ["name"] = name,
            ["class_name"] = kind,
            ["config"] = config,
            ["inbound_nodes"] = inputs.Length == 0 ? new JsonArray() : new JsonArray(new JsonArray(inbound)),
        };
    }

    public static JsonObject Convolution(string name, string input, bool bias = false, string kind = "Conv2D") => Layer(
        kind,
        name,
        new() { ["strides"] = new JsonArray(1, 1), ["padding"] = "valid", ["use_bias"] = bias, ["activation"] = "linear" },
        input);

    /// <summary>A functional model from the layer <c>in</c> to the last one.</summary>
    public static JsonObject Functional(string kind, string name, params JsonObject[] layers) => new()
    {
        ["class_name"] = kind,
        ["config"] = new JsonObject
        {
            ["name"] = name,
            ["layers"] = new JsonArray([Layer("InputLayer", "in", []), .. layers]),
            ["input_layers"] = new JsonArray(new JsonArray("in", 0, 0)),
            ["output_layers"] = new JsonArray(new JsonArray((string?)layers[^1]["name"], 0, 0)),
        },
    };

    /// <summary>An entry of the weights' list, with what is known of its quantization.</summary>
    public static JsonObject Weight(string name, int[] shape, string type = "float32", float scale = 0, float minimum = 0)
    {
        var weight = new JsonObject
        {
            ["name"] = name,
            ["shape"] = new JsonArray([.. shape.Select(size => (JsonNode)size)]),
            ["dtype"] = "float32",
        };
        if (type != "float32")
            weight["quantization"] = new JsonObject { ["dtype"] = type, ["scale"] = scale, ["min"] = minimum };
        return weight;
    }

    /// <summary>Writes <c>model.json</c> and its shard; returns the path.</summary>
    public static string Write(TemporaryFolder folder, JsonObject model, byte[] shard, params JsonObject[] weights)
    {
        folder.Write("shard", shard);
        var group = new JsonObject { ["paths"] = new JsonArray("shard"), ["weights"] = new JsonArray([.. weights]) };
        return folder.Write("model.json", new JsonObject
        {
            ["modelTopology"] = new JsonObject { ["model_config"] = model },
            ["weightsManifest"] = new JsonArray(group),
        }.ToJsonString());
    }

    public static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
