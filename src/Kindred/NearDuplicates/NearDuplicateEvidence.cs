using Kindred.Images;
using Kindred.NearDuplicates.Registrations;

namespace Kindred.NearDuplicates;

/// <summary>
/// Whether two pictures are near-duplicates, that is, one photograph before and after somebody recompressed, resized, cropped,
/// mirrored, turned, brightened or framed it; and what says so.
/// </summary>
/// <remarks>
/// <para>
/// One cut through the cosine of raw embeddings cannot tell: a photograph with a border is farther from itself than two rendered sofas
/// are from each other. So the thumbnails of the two <see cref="Fingerprint"/>s are laid one on the other, upright and mirrored, and
/// every one of these has to hold:
/// </para>
/// <list type="bullet">
/// <item>the raw embeddings' cosine is at least <see cref="LeastCosine"/>, which only saves the work;</item>
/// <item>the placement is one that editing makes: a scale of 0.8 to 1.25, turned by less than 8°, hardly
/// stretched or skewed;</item>
/// <item>where they overlap, local detail correlates by at least <see cref="LeastStructure"/> (normalized cross-correlation of
/// luminances less the mean of their surroundings, so that alike silhouettes on a plain ground do not count);</item>
/// <item>colors differ by at most <see cref="MostColorDifference"/>, and their tints by at most <see cref="MostTintDifference"/>, after
/// one gain or one offset for all of them: brightness may change, the sofa in another color is another picture.</item>
/// </list>
/// <para>How the limits were chosen, and what they reach: <c>docs/evaluation.md</c>, "Near-duplicates".</para>
/// </remarks>
internal readonly record struct NearDuplicateEvidence
{
    /// <summary>Cosines of raw embeddings below this are not looked into. Near-duplicates of photographs had 0.92 and more.</summary>
    public const float LeastCosine = 0.85f;

    /// <summary>Correlation of local detail from which on two pictures are near-duplicates.</summary>
    public const float LeastStructure = 0.9f;

    /// <summary>Color difference up to which two pictures are near-duplicates; see <see cref="ColorDifference"/>.</summary>
    public const float MostColorDifference = 0.25f;

    /// <summary>Tint difference up to which two pictures are near-duplicates; see <see cref="TintDifference"/>.</summary>
    public const float MostTintDifference = 4;

    private NearDuplicateEvidence(float cosine) => Cosine = cosine;

    /// <summary>Cosine of the raw embeddings.</summary>
    public float Cosine { get; }

    /// <summary>Correlation of local detail in the best placement, in [-1, 1]; 0 where none was plausible or none was looked for.</summary>
    public float Structure { get; private init; }

    /// <summary>
    /// Root mean square of the color differences left after a change of brightness, as a share of the spread of the colors.
    /// Meaningful only with a <see cref="Structure"/>.
    /// </summary>
    public float ColorDifference { get; private init; }

    /// <summary>
    /// Root mean square, in levels of 255, of that part of the color differences in which red, green and blue disagree. Meaningful only
    /// with a <see cref="Structure"/>.
    /// </summary>
    public float TintDifference { get; private init; }

    /// <summary>Whether one picture is the other's mirror image.</summary>
    public bool Mirrored { get; private init; }

    /// <summary>Whether everything says that the two are near-duplicates.</summary>
    public bool IsNearDuplicate =>
        Cosine >= LeastCosine && Structure >= LeastStructure
        && ColorDifference <= MostColorDifference && TintDifference <= MostTintDifference;

    /// <summary>
    /// The weakest piece of evidence, in [0, 1]: 1 for identical thumbnails, 0.5 at the boundary, at least that exactly for
    /// near-duplicates.
    /// </summary>
    public float Similarity
    {
        get
        {
            var structure = Structure >= LeastStructure
                ? 0.5f + (0.5f * (Structure - LeastStructure) / (1 - LeastStructure))
                : 0.5f * Math.Max(0, Structure) / LeastStructure;
            var color = Math.Max(0, 1 - (0.5f * Math.Max(ColorDifference / MostColorDifference, TintDifference / MostTintDifference)));
            return Cosine < LeastCosine ? 0 : Math.Min(1, Math.Min(structure, color));
        }
    }

    /// <summary>Compares two pictures. The order does not matter.</summary>
    /// <param name="cosine">Cosine of their raw embeddings, in [-1, 1].</param>
    /// <param name="first">Fingerprint of one.</param>
    /// <param name="second">Fingerprint of the other.</param>
    public static NearDuplicateEvidence Compare(float cosine, Fingerprint first, Fingerprint second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var (still, moved) = InOrder(first, second);
        return Compare(cosine, still, new MovedPyramids(moved));
    }

    /// <summary>Compares many pairs of pictures on all cores, and unpacks a picture once for most of the pairs that it is in.</summary>
    /// <param name="pairs">Cosines of raw embeddings, and fingerprints.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>
    /// What says whether they are near-duplicates, in the order of the pairs; the same as
    /// <see cref="Compare(float, Fingerprint, Fingerprint)"/> gives.
    /// </returns>
    internal static NearDuplicateEvidence[] CompareAll(
        IReadOnlyList<(float Cosine, Fingerprint First, Fingerprint Second)> pairs, CancellationToken cancellationToken)
    {
        var evidence = new NearDuplicateEvidence[pairs.Count];
        var groups = pairs
            .Select((pair, at) => (At: at, pair.Cosine, Order: InOrder(pair.First, pair.Second)))
            .GroupBy(pair => pair.Order.Moved, ReferenceEqualityComparer.Instance);
        Parallel.ForEach(groups, new ParallelOptions { CancellationToken = cancellationToken }, group =>
        {
            var moved = new MovedPyramids((Fingerprint)group.Key!);
            foreach (var (at, cosine, (still, _)) in group)
                evidence[at] = Compare(cosine, still, moved);
        });
        return evidence;
    }

    /// <summary>Which one stays still must not depend on who asks.</summary>
    private static (Fingerprint Still, Fingerprint Moved) InOrder(Fingerprint first, Fingerprint second) =>
        first.Bytes.SequenceCompareTo(second.Bytes) <= 0 ? (first, second) : (second, first);

    private static NearDuplicateEvidence Compare(float cosine, Fingerprint still, MovedPyramids moved)
    {
        if (cosine < LeastCosine)
            return new NearDuplicateEvidence(cosine);
        return Superposition.Find(new Pyramid(still, mirrored: false), moved) is not { } best
            ? new NearDuplicateEvidence(cosine)
            : new NearDuplicateEvidence(cosine)
            {
                Structure = best.Structure,
                ColorDifference = best.Colors.Spread,
                TintDifference = best.Colors.Tint,
                Mirrored = best.Mirrored,
            };
    }
}
