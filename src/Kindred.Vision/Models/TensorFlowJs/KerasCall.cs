using System.Text.Json;

namespace Kindred.Vision.Models.TensorFlowJs;

/// <summary>One use of a Keras layer.</summary>
/// <param name="Output">Name of the value it makes: the layer's name, with the names of the models around it in front.</param>
/// <param name="Layer">The layer's own name, which its weights are stored under.</param>
/// <param name="Kind">The layer's class.</param>
/// <param name="Config">The layer's settings.</param>
/// <param name="Inputs">Names of the values it takes.</param>
internal sealed record KerasCall(string Output, string Layer, string Kind, JsonElement Config, IReadOnlyList<string> Inputs)
{
    /// <summary>A setting that is text, such as <c>padding</c>.</summary>
    public string Text(string setting, string fallback) =>
        Config.TryGetProperty(setting, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? fallback : fallback;

    /// <summary>A setting that is yes or no.</summary>
    public bool Flag(string setting, bool fallback) =>
        Config.TryGetProperty(setting, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : fallback;

    /// <summary>A setting that is a number.</summary>
    public double? Number(string setting) =>
        Config.TryGetProperty(setting, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    /// <summary>A setting that is a pair of whole numbers above 0, such as <c>strides</c>; one number stands for both.</summary>
    public (int Y, int X) Pair(string setting, (int Y, int X) fallback)
    {
        if (!Config.TryGetProperty(setting, out var value) || value.ValueKind == JsonValueKind.Null)
            return fallback;
        var isPair = value.ValueKind == JsonValueKind.Array;
        var (y, x) = ((isPair ? value[0] : value).GetInt32(), (isPair ? value[1] : value).GetInt32());
        return y is > 0 and < 1024 && x is > 0 and < 1024 ? (y, x) : throw new InvalidDataException($"'{Output}' has {setting} {y}×{x}");
    }
}
