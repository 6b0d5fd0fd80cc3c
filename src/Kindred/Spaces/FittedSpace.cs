using System.Text.Json;
using Kindred.Derived;

namespace Kindred.Spaces;

/// <summary>A space as a library keeps it.</summary>
/// <param name="Space">The space.</param>
/// <param name="Source">What it was fitted to.</param>
/// <param name="Gain">
/// What learning from labels gained, or would have gained; <see langword="null"/> where there was nothing to learn from.
/// </param>
internal sealed record FittedSpace(EmbeddingSpace Space, SpaceSource Source, SpaceGain? Gain) : IDisposable
{
    /// <summary>How a library keeps its space: a line of JSON, then the mean and the axes as little-endian float32.</summary>
    public static DerivedKind<SpaceSource, FittedSpace> Kept { get; } =
        new("space", isShown: true, SpaceJson.Default.SpaceSource, fitted => fitted.Write(), Read);

    /// <inheritdoc/>
    public void Dispose() => Space.Dispose();

    private static FittedSpace Read(SpaceSource source, ReadOnlyMemory<byte> bytes)
    {
        var end = bytes.Span.IndexOf((byte)'\n');
        if (end < 0 || JsonSerializer.Deserialize(bytes.Span[..end], SpaceJson.Default.SpaceHeader) is not { Dimensions: > 0 } header)
            throw new InvalidDataException("A kept space has no header.");
        var numbers = FloatBytes.Read(bytes.Span[(end + 1)..]);
        if (numbers.Length != (long)header.Dimensions * (header.Axes + 1L))
            throw new InvalidDataException($"A kept space of {header.Axes} axes has {numbers.Length} numbers.");
        var space = EmbeddingSpace.Create(
            Enum.Parse<SpaceKind>(header.Kind), header.Version, header.FittedOn, numbers.AsSpan(0, header.Dimensions),
            numbers.AsSpan(header.Dimensions));
        return new FittedSpace(space, source, header.Gain);
    }

    private byte[] Write()
    {
        var header = new SpaceHeader(Space.Kind.ToString(), Space.Version, Space.FittedOn, Space.InputDimensions, Space.AxisCount, Gain);
        var numbers = new float[Space.InputDimensions * (Space.AxisCount + 1)];
        Space.Mean.CopyTo(numbers);
        for (var axis = 0; axis < Space.AxisCount; axis++)
            Space.Axis(axis).CopyTo(numbers.AsSpan(Space.InputDimensions * (axis + 1)));
        return [.. JsonSerializer.SerializeToUtf8Bytes(header, SpaceJson.Default.SpaceHeader), (byte)'\n', .. FloatBytes.Write(numbers)];
    }
}
