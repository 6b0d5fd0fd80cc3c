using System.Buffers.Binary;

namespace Kindred.Derived;

/// <summary>Numbers as stores keep them: little-endian float32.</summary>
internal static class FloatBytes
{
    /// <summary>Writes numbers one after another.</summary>
    public static byte[] Write(ReadOnlySpan<float> numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(float)];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), numbers[i]);
        return bytes;
    }

    /// <summary>Reads numbers.</summary>
    /// <exception cref="InvalidDataException">The bytes are no whole numbers.</exception>
    public static float[] Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % sizeof(float) != 0)
            throw new InvalidDataException($"{bytes.Length} bytes are no whole numbers.");
        var numbers = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        return numbers;
    }
}
