using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kindred.Vision.Models.TensorFlowJs;

/// <summary>One weight of a TF.js model as it is stored, of integers that mean <c>q · scale + min</c> where it is quantized.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of its stored numbers.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Scale">What a stored integer is multiplied by.</param>
/// <param name="Minimum">What is added then.</param>
/// <param name="Data">The bytes of its group of weights.</param>
/// <param name="Offset">Where it begins among them.</param>
internal sealed record TensorFlowJsWeight(
    string Name, string Type, int[] Shape, float Scale, float Minimum, byte[] Data, int Offset)
{
    /// <summary>How many numbers it has.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>How many bytes it takes.</summary>
    public int Bytes => checked(Count * Width);

    private int Width => Type switch
    {
        "float32" or "int32" => 4,
        "float16" or "uint16" => 2,
        "uint8" or "bool" => 1,
        _ => throw new InvalidDataException($"'{Name}' has element type {Type}, which is not supported"),
    };

    /// <summary>Reads what the manifest says of a weight.</summary>
    public static TensorFlowJsWeight Read(JsonElement weight, byte[] data, int offset)
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

    /// <summary>Its numbers.</summary>
    public float[] Decode()
    {
        var values = new float[Count];
        Decode(values);
        return values;
    }

    /// <summary>Writes its numbers.</summary>
    /// <param name="values">Gets <see cref="Count"/> numbers.</param>
    public void Decode(Span<float> values)
    {
        var bytes = Data.AsSpan(Offset, Bytes);
        switch (Type)
        {
            case "float32":
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                break;
            case "float16":
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
                break;
            case "uint16":
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (var i = 0; i < shorts.Length; i++)
                    values[i] = (shorts[i] * Scale) + Minimum;
                break;
            case "uint8":
                for (var i = 0; i < bytes.Length; i++)
                    values[i] = (bytes[i] * Scale) + Minimum;
                break;
            default:
                throw new InvalidDataException($"'{Name}' has element type {Type}, which is no convolution's");
        }
    }
}
