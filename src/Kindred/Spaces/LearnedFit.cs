using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces.Blocks;

namespace Kindred.Spaces;

/// <summary>What <see cref="LearnedSpace.Fit"/> finds.</summary>
/// <param name="Space">The space, without prototypes; <see langword="null"/> where it gains nothing.</param>
/// <param name="Gain">What it gains, or would.</param>
/// <param name="Confidence">What scores in it say; <see langword="null"/> where there is no space.</param>
/// <param name="Groups">What taught it: first the labels, <see cref="SpaceGain.Labels"/> of them, then the tastes.</param>
internal sealed record LearnedFit(EmbeddingSpace? Space, SpaceGain Gain, Confidence? Confidence, ImageGroups Groups)
{
    /// <summary>The space with its prototypes; <see langword="null"/> where it gains nothing.</summary>
    /// <param name="principal">What it was fitted on.</param>
    /// <param name="positions">Which of the library's images they are.</param>
    /// <param name="images">All images of the library.</param>
    /// <param name="metric">How embeddings are compared: prototypes are for the cosine.</param>
    public EmbeddingSpace? WithPrototypes(
        PrincipalBlocks principal, IReadOnlyList<int> positions, IReadOnlyList<Image> images, Metric metric)
    {
        var share = metric == Metric.Cosine ? Gain.Share : 0;
        return Space?.With(Prototypes.Measure(principal, positions, Gain, Groups, images, share));
    }
}
