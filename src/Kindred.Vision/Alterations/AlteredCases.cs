using Kindred.Evaluation.NearDuplicates;
using Kindred.NearDuplicates;
using Kindred.Vision.Decoding;

namespace Kindred.Vision.Alterations;

/// <summary>All that is done to pictures to see what the results are taken for: every transformation, then every alteration.</summary>
/// <param name="decoder">Opens the pictures, with its checks and limits.</param>
internal sealed class AlteredCases(ImageDecoder decoder)
{
    private readonly ImageTransformer _transformer = new(decoder);
    private readonly ImageAlterer _alterer = new(decoder);

    /// <summary>The cases, in the order of reports.</summary>
    public static IReadOnlyList<AlteredCase> All { get; } =
    [
        .. Enum.GetNames<Transformation>().Select(name => new AlteredCase(name, Likeness.NearDuplicate)),
        .. Enum.GetValues<Alteration>().Select(alteration => new AlteredCase(alteration.ToString(), TruthOf(alteration))),
    ];

    /// <summary>Makes a picture of a case; <see langword="null"/> where nothing in the original could be changed that way.</summary>
    /// <param name="encoded">The original's file.</param>
    /// <param name="name">Name of the case.</param>
    /// <param name="seed">Decides how, where there is a choice.</param>
    public byte[]? Make(ReadOnlySpan<byte> encoded, string name, int seed) =>
        Enum.TryParse<Transformation>(name, out var transformation)
            ? _transformer.Transform(encoded, transformation)
            : _alterer.Alter(encoded, Enum.Parse<Alteration>(name), seed);

    private static Likeness TruthOf(Alteration alteration) => alteration switch
    {
        Alteration.Recolored or Alteration.PartRecolored => Likeness.Variant,
        Alteration.Reshaped => Likeness.Similar,
        _ => Likeness.NearDuplicate,
    };
}
