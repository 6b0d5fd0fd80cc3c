using Kindred.Images;
using Kindred.NearDuplicates.Comparisons;
using Kindred.NearDuplicates.Registrations;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates;

/// <summary>
/// Whether two pictures are near-duplicates (one photograph before and after somebody recompressed, resized, cropped, mirrored, turned,
/// relit or framed it), variants (the same thing in another color), or no more than similar; and what says so.
/// </summary>
/// <remarks>
/// <para>
/// One cut through the cosine of raw embeddings cannot tell: a photograph with a border is farther from itself than two rendered sofas
/// are from each other. So the thumbnails of the two <see cref="Fingerprint"/>s are laid one on the other, upright and mirrored, and one
/// change of light is fitted to all of the picture. Then places are looked at one by one, for an edit changes all of a photograph, and
/// another product is changed somewhere:
/// </para>
/// <list type="bullet">
/// <item>near-duplicates differ visibly in no place: colors by at most <see cref="MostColorDifference"/>, local detail by at most
/// <see cref="MostDetailDifference"/>;</item>
/// <item>variants differ in color, by at least <see cref="LeastVariantDifference"/> in more than a few places, hardly in shape, folds and
/// texture, which plain things have to have in common too: at most
/// <see cref="MostShapeDifference"/> of it, and less where colors hardly differ, for what moves brings other colors along.</item>
/// </list>
/// <para>How the limits were chosen, and what they reach: <c>docs/evaluation.md</c>, "Near-duplicates".</para>
/// </remarks>
internal readonly record struct NearDuplicateEvidence
{
    /// <summary>Cosines of raw embeddings below this are not looked into. Near-duplicates of photographs had 0.85 and more.</summary>
    public const float LeastCosine = 0.85f;

    /// <summary>Color difference up to which two pictures are near-duplicates; see <see cref="ColorDifference"/>.</summary>
    public const float MostColorDifference = 4.5f;

    /// <summary>Difference of local detail up to which two pictures are near-duplicates; see <see cref="DetailDifference"/>.</summary>
    public const float MostDetailDifference = 0.2f;

    /// <summary>Color difference from which on two pictures are variants; see <see cref="ColorExtent"/>.</summary>
    public const float LeastVariantDifference = 5;

    /// <summary>Difference of shapes up to which two pictures are variants; see <see cref="ShapeDifference"/>.</summary>
    public const float MostShapeDifference = 0.18f;

    /// <summary>What may be missing from the correlation of all detail, for each unit of color difference.</summary>
    private const float UncorrelatedByColor = 0.01f;

    /// <summary>What may be missing from it at most.</summary>
    private const float MostUncorrelated = 0.2f;

    private NearDuplicateEvidence(float cosine) => Cosine = cosine;

    /// <summary>Cosine of the raw embeddings.</summary>
    public float Cosine { get; }

    /// <summary>Whether a plausible placement was found. The rest is meaningful only then.</summary>
    public bool IsPlaced { get; private init; }

    /// <summary>Correlation of local detail in the best placement, in [-1, 1].</summary>
    public float Structure { get; private init; }

    /// <summary>Difference of local detail where it is largest; see <see cref="DetailComparison.Local"/>.</summary>
    public float DetailDifference { get; private init; }

    /// <summary>Difference of shapes over all; see <see cref="DetailComparison.Shape"/>.</summary>
    public float ShapeDifference { get; private init; }

    /// <summary>Color difference where it is largest, after one change of light; see <see cref="ColorComparison.Worst"/>.</summary>
    public float ColorDifference { get; private init; }

    /// <summary>Color difference that more than a few places have; see <see cref="ColorComparison.Extent"/>.</summary>
    public float ColorExtent { get; private init; }

    /// <summary>Whether one picture is the other's mirror image.</summary>
    public bool Mirrored { get; private init; }

    /// <summary>What the two pictures are to each other.</summary>
    public Likeness Likeness => Cosine < LeastCosine || !IsPlaced ? Likeness.Similar
        : ColorDifference <= MostColorDifference && DetailDifference <= MostDetailDifference ? Likeness.NearDuplicate
        : IsVariant ? Likeness.Variant
        : Likeness.Similar;

    /// <summary>Whether the two are near-duplicates.</summary>
    public bool IsNearDuplicate => Likeness == Likeness.NearDuplicate;

    /// <summary>
    /// The weakest piece of evidence for what they are, in [0, 1]: 1 for identical thumbnails, 0.5 at the boundary, at least that exactly
    /// for near-duplicates and variants.
    /// </summary>
    public float Similarity => Likeness == Likeness.Variant
        ? 1 - (0.5f * Math.Max(ShapeDifference / MostShapeDifference, (1 - Structure) / UncorrelatedLimit))
        : Cosine < LeastCosine || !IsPlaced ? 0
        : Math.Clamp(1 - (0.5f * Math.Max(ColorDifference / MostColorDifference, DetailDifference / MostDetailDifference)), 0, 1);

    private bool IsVariant =>
        ColorExtent >= LeastVariantDifference && ShapeDifference <= MostShapeDifference && 1 - Structure <= UncorrelatedLimit;

    private float UncorrelatedLimit => Math.Min(MostUncorrelated, UncorrelatedByColor * ColorExtent);

    /// <summary>Compares two pictures. The order does not matter.</summary>
    /// <param name="cosine">Cosine of their raw embeddings, in [-1, 1].</param>
    /// <param name="first">Fingerprint of one.</param>
    /// <param name="second">Fingerprint of the other.</param>
    public static NearDuplicateEvidence Compare(float cosine, Fingerprint first, Fingerprint second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return CompareAll([(cosine, first, second)], CancellationToken.None)[0];
    }

    /// <summary>Compares many pairs of pictures on all cores, and unpacks a picture once for most of the pairs that it is in.</summary>
    /// <param name="pairs">Cosines of raw embeddings, and fingerprints.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>
    /// What says whether they are near-duplicates or variants, in the order of the pairs; the same as
    /// <see cref="Compare(float, Fingerprint, Fingerprint)"/> gives.
    /// </returns>
    internal static NearDuplicateEvidence[] CompareAll(
        IReadOnlyList<(float Cosine, Fingerprint First, Fingerprint Second)> pairs, CancellationToken cancellationToken)
    {
        var evidence = new NearDuplicateEvidence[pairs.Count];
        var groups = pairs
            .Select((pair, at) => (At: at, pair.Cosine, Order: InOrder(pair.First, pair.Second)))
            .Where(pair => (evidence[pair.At] = new NearDuplicateEvidence(pair.Cosine)).Cosine >= LeastCosine)
            .GroupBy(pair => pair.Order.Moved, ReferenceEqualityComparer.Instance);
        var unpacked = new PyramidCache();
        Parallel.ForEach(
            groups, new ParallelOptions { CancellationToken = cancellationToken }, () => new ComparisonMemory(), (group, _, memory) =>
            {
                var picture = (Fingerprint)group.Key!;
                var unpacker = memory.Unpacker;
                var moved = new MovedPicture(picture, unpacked.Of(picture, unpacker), unpacker);
                var alike = group.ToArray();
                var stills = Array.ConvertAll(alike, pair => unpacked.Of(pair.Order.Still, unpacker));
                memory.Registration.Starts.Take(moved, stills);
                for (var i = 0; i < alike.Length; i++)
                {
                    var found = Superposition.Find(stills, i, moved, memory.Registration);
                    evidence[alike[i].At] = Compare(alike[i].Cosine, found, memory.Detail);
                }

                return memory;
            },
            _ => { });
        return evidence;
    }

    /// <summary>Which one stays still must not depend on who asks.</summary>
    private static (Fingerprint Still, Fingerprint Moved) InOrder(Fingerprint first, Fingerprint second) =>
        first.Bytes.SequenceCompareTo(second.Bytes) <= 0 ? (first, second) : (second, first);

    private static NearDuplicateEvidence Compare(float cosine, Superposition? found, DetailComparer comparer)
    {
        if (found is not { } best)
            return new NearDuplicateEvidence(cosine);
        var evidence = new NearDuplicateEvidence(cosine)
        {
            IsPlaced = true,
            ColorDifference = best.Colors.Worst,
            ColorExtent = best.Colors.Extent,
            Mirrored = best.Mirrored,
        };
        // Most look-alikes are no more than that by their colors alone, and most of the others by what correlates.
        var mayBeNearDuplicate = evidence.ColorDifference <= MostColorDifference;
        if (!mayBeNearDuplicate && evidence.ColorExtent < LeastVariantDifference)
            return evidence;
        return best.CompareDetail(comparer, mayBeNearDuplicate ? -1 : 1 - evidence.UncorrelatedLimit) is not { } detail
            ? new NearDuplicateEvidence(cosine)
            : evidence with { Structure = detail.Correlation, DetailDifference = detail.Local, ShapeDifference = detail.Shape };
    }
}
