using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kindred.Vision.Models.TensorFlowJs;

/// <summary>The weights of a TF.js model: shards in one folder, read on demand and dequantized (<c>value = q · scale + min</c>).</summary>
internal sealed class TensorFlowJsWeights
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private TensorFlowJsWeights()
    {
    }

    /// <summary>Reads the shards a <c>weightsManifest</c> names.</summary>
    public static TensorFlowJsWeights Read(JsonElement manifest, string folder)
    {
        var weights = new TensorFlowJsWeights();
        foreach (var group in manifest.EnumerateArray())
            weights.ReadGroup(group, folder);
        return weights;
    }

    /// <summary>The weight <paramref name="name"/> of a layer, or <c>null</c> where there is none.</summary>
    public (float[] Values, int[] Shape)? Find(string layer, string name)
    {
        var key = $"{layer}/{name}";
        if (!_entries.TryGetValue(key, out var entry))
        {
            // Inside a nested model the models' names may stand in front.
            var nested = _entries.Where(pair => pair.Key.EndsWith("/" + key, StringComparison.Ordinal)).ToList();
            if (nested.Count != 1)
                return null;
            entry = nested[0].Value;
        }

        return (entry.Decode(), entry.Shape);
    }

    private void ReadGroup(JsonElement group, string folder)
    {
        using var joined = new MemoryStream();
        foreach (var path in group.GetProperty("paths").EnumerateArray())
        {
            var name = path.GetString() ?? "";
            if (name.Length == 0 || name != Path.GetFileName(name))
                throw new InvalidDataException($"its weights lie outside its folder, at '{name}'");
            joined.Write(File.ReadAllBytes(Path.Combine(folder, name)));
        }

        var data = joined.ToArray();
        var offset = 0;
        foreach (var weight in group.GetProperty("weights").EnumerateArray())
        {
            var entry = Entry.Read(weight, data, offset);
            offset = checked(offset + entry.Bytes);
            if (offset > data.Length)
                throw new InvalidDataException($"its weights end before '{entry.Name}'");
            _entries[entry.Name] = entry;
        }

        if (offset != data.Length)
            throw new InvalidDataException($"its weights are {data.Length} bytes where {offset} are listed");
    }

    private sealed record Entry(string Name, string Type, int[] Shape, float Scale, float Minimum, byte[] Data, int Offset)
    {
        private int Count => Shape.Aggregate(1, (product, size) => checked(product * size));

        public int Bytes => checked(Count * Width);

        private int Width => Type switch
        {
            "float32" or "int32" => 4,
            "float16" or "uint16" => 2,
            "uint8" or "bool" => 1,
            _ => throw new InvalidDataException($"'{Name}' has element type {Type}, which is not supported"),
        };

        public static Entry Read(JsonElement weight, byte[] data, int offset)
        {
            var name = weight.GetProperty("name").GetString() ?? "";
            int[] shape = [.. weight.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
            if (shape.Any(size => size <= 0))
                throw new InvalidDataException($"'{name}' has an impossible shape");
            if (!weight.TryGetProperty("quantization", out var quantization))
                return new(name, weight.GetProperty("dtype").GetString() ?? "", shape, 1, 0, data, offset);
            var scale = quantization.TryGetProperty("scale", out var factor) ? factor.GetSingle() : 1;
            var minimum = quantization.TryGetProperty("min", out var least) ? least.GetSingle() : 0;
            return new(name, quantization.GetProperty("dtype").GetString() ?? "", shape, scale, minimum, data, offset);
        }

        public float[] Decode()
        {
            var bytes = Data.AsSpan(Offset, Bytes);
            var values = new float[Count];
            switch (Type)
            {
                case "float32":
                    bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
                    break;
                case "float16":
                    var halves = MemoryMarshal.Cast<byte, Half>(bytes);
                    for (var i = 0; i < values.Length; i++)
                        values[i] = (float)halves[i];
                    break;
                case "uint16":
                    var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                    for (var i = 0; i < values.Length; i++)
                        values[i] = (shorts[i] * Scale) + Minimum;
                    break;
                case "uint8":
                    for (var i = 0; i < values.Length; i++)
                        values[i] = (bytes[i] * Scale) + Minimum;
                    break;
                default:
                    throw new InvalidDataException($"'{Name}' has element type {Type}, which is no convolution's");
            }

            return values;
        }
    }
}
