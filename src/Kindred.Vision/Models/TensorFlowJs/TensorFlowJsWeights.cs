using System.Text.Json;

namespace Kindred.Vision.Models.TensorFlowJs;

/// <summary>The weights of a TF.js model: shards in one folder, decoded on demand.</summary>
internal sealed class TensorFlowJsWeights
{
    private readonly Dictionary<string, TensorFlowJsWeight> _weights = new(StringComparer.Ordinal);

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
    public TensorFlowJsWeight? Find(string layer, string name)
    {
        var key = $"{layer}/{name}";
        if (_weights.TryGetValue(key, out var weight))
            return weight;
        // Inside a nested model the models' names may stand in front.
        var nested = _weights.Where(pair => pair.Key.EndsWith("/" + key, StringComparison.Ordinal)).ToList();
        return nested.Count == 1 ? nested[0].Value : null;
    }

    private void ReadGroup(JsonElement group, string folder)
    {
        var data = ReadShards(group.GetProperty("paths"), folder);
        var offset = 0;
        foreach (var weight in group.GetProperty("weights").EnumerateArray())
        {
            var read = TensorFlowJsWeight.Read(weight, data, offset);
            offset = checked(offset + read.Bytes);
            if (offset > data.Length)
                throw new InvalidDataException($"its weights end before '{read.Name}'");
            _weights[read.Name] = read;
        }

        if (offset != data.Length)
            throw new InvalidDataException($"its weights are {data.Length} bytes where {offset} are listed");
    }

    private static byte[] ReadShards(JsonElement paths, string folder)
    {
        FileInfo[] shards = [.. paths.EnumerateArray().Select(path => new FileInfo(Path.Combine(folder, NameOf(path))))];
        var data = new byte[shards.Sum(shard => shard.Length)];
        var offset = 0;
        foreach (var shard in shards)
        {
            using var file = shard.OpenRead();
            file.ReadExactly(data, offset, (int)shard.Length);
            offset += (int)shard.Length;
        }

        return data;
    }

    private static string NameOf(JsonElement path)
    {
        var name = path.GetString() ?? "";
        return name.Length > 0 && name == Path.GetFileName(name)
            ? name
            : throw new InvalidDataException($"its weights lie outside its folder, at '{name}'");
    }
}
