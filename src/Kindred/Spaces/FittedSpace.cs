using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kindred.Choices;
using Kindred.Derived;
using Kindred.Spaces.Blocks;
using Kindred.Spaces.Serialization;

namespace Kindred.Spaces;

/// <summary>A space as a library keeps it.</summary>
/// <param name="Space">The space.</param>
/// <param name="Source">What it was fitted to.</param>
/// <param name="Gain">
/// What learning from labels gained, or would have gained; <see langword="null"/> where there was nothing to learn from.
/// </param>
internal sealed record FittedSpace(EmbeddingSpace Space, SpaceSource Source, SpaceGain? Gain) : IDisposable
{
    /// <summary>What scores in it say, by the folds of its fit; <see langword="null"/> where nothing taught it.</summary>
    public Confidence? Confidence { get; init; }

    /// <summary>
    /// How a library keeps its space: a line of JSON, which contents belong to the prototypes of tastes, then the mean, the axes, the
    /// prototypes and the confidence as little-endian float32.
    /// </summary>
    public static DerivedKind<SpaceSource, FittedSpace> Kept { get; } =
        new("space", isShown: true, SpaceJson.Default.SpaceSource, fitted => fitted.Write(), Read);

    /// <summary>The factors of its choices, where they were fitted just now; <see langword="null"/> where the library has them.</summary>
    public ChoiceFactors? Factors { get; init; }

    /// <summary>Names the space, for what is fitted beside it.</summary>
    public string Name => NameOf(Space);

    /// <summary>Names a space, for what is fitted beside it.</summary>
    public static string NameOf(EmbeddingSpace space) => string.Create(
        CultureInfo.InvariantCulture, $"{space.Kind} {space.Version} of {space.FittedOn}, {space.LooksDimensions}");

    /// <summary>The space with what people chose together beside looks; as it is where that was fitted beside another space.</summary>
    /// <param name="source">What the choices were fitted to.</param>
    /// <param name="choices">The fit.</param>
    public FittedSpace With(ChoicesSource source, FittedChoices choices)
    {
        if (choices.Half is not null && source.Space == Name)
            return this with { Space = Space.With(choices.Half) };
        choices.Half?.Dispose();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => Space.Dispose();

    private static FittedSpace Read(SpaceSource source, ReadOnlyMemory<byte> bytes)
    {
        var end = bytes.Span.IndexOf((byte)'\n');
        if (end < 0 || JsonSerializer.Deserialize(bytes.Span[..end], SpaceJson.Default.SpaceHeader) is not { Dimensions: > 0 } header)
            throw new InvalidDataException("A kept space has no header.");
        var rest = bytes.Span[(end + 1)..];
        var members = PrototypeMembers.Take(ref rest, header.Members);
        var numbers = FloatBytes.Read(rest);
        var ofAxes = header.Dimensions * (header.Axes + 1L);
        var ofPrototypes = header.Axes * (long)header.Prototypes;
        if (numbers.Length != ofAxes + ofPrototypes + header.Confidence)
            throw new InvalidDataException($"A kept space of {header.Axes} axes has {numbers.Length} numbers.");
        var axes = numbers.AsSpan(header.Dimensions, header.Axes * header.Dimensions);
        var space = EmbeddingSpace.Create(
            Enum.Parse<SpaceKind>(header.Kind), header.Version, header.FittedOn, numbers.AsSpan(0, header.Dimensions), axes,
            header.Blocks is null ? null : new SpaceBlocks(header.Blocks));
        if (header.Prototypes > 0)
        {
            float[][] means = [.. numbers.AsSpan((int)ofAxes, (int)ofPrototypes).ToArray().Chunk(header.Axes)];
            space = space.With(new Prototypes(header.Share, means, header.Labels ?? [], members));
        }

        return new FittedSpace(space, source, header.Gain)
        {
            Confidence = header.Confidence == 0 ? null : Confidence.Read(numbers.AsSpan((int)(ofAxes + ofPrototypes))),
        };
    }

    private byte[] Write()
    {
        var prototypes = Space.Prototypes;
        var confidence = Confidence?.Write() ?? [];
        var header = new SpaceHeader(Space.Kind.ToString(), Space.Version, Space.FittedOn, Space.InputDimensions, Space.AxisCount, Gain)
        {
            Share = prototypes?.Share ?? 0,
            Prototypes = prototypes?.Means.Count ?? 0,
            Labels = prototypes is null ? null : [.. prototypes.Labels],
            Members = prototypes?.Members.Count ?? 0,
            Confidence = confidence.Length,
            Blocks = Space.Blocks is null ? null : [.. Space.Blocks.All],
        };
        var numbers = new List<float>((Space.InputDimensions * (Space.AxisCount + 1)) + (Space.AxisCount * header.Prototypes));
        numbers.AddRange(Space.Mean);
        for (var axis = 0; axis < Space.AxisCount; axis++)
            numbers.AddRange(Space.Axis(axis));
        foreach (var mean in prototypes?.Means ?? [])
            numbers.AddRange(mean);
        numbers.AddRange(confidence);
        return
        [
            .. JsonSerializer.SerializeToUtf8Bytes(header, SpaceJson.Default.SpaceHeader), (byte)'\n',
            .. PrototypeMembers.Write(prototypes?.Members ?? []),
            .. FloatBytes.Write(CollectionsMarshal.AsSpan(numbers)),
        ];
    }
}
