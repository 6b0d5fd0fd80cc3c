using Kindred.Embeddings;
using Kindred.Search.Memory;
using Kindred.Spaces.Blocks;

namespace Kindred.Spaces;

/// <summary>What a fold of the cross-validation makes of the images that are not in it: every setting is tried on the same.</summary>
internal sealed class FoldFit : IDisposable
{
    private FoldFit(PrincipalBlocks principal, ImageGroups seen)
    {
        Principal = principal;
        Seen = seen;
        Whitening = principal.Estimate(seen);
    }

    /// <summary>All images in the principal axes of those that are seen.</summary>
    public PrincipalBlocks Principal { get; }

    /// <summary>Which of the images that are seen belong together.</summary>
    public ImageGroups Seen { get; }

    /// <summary>How those of a group differ.</summary>
    public PrincipalBlocks.Whitening Whitening { get; }

    /// <summary>Fits a fold.</summary>
    /// <param name="raw">Raw embeddings, one a row.</param>
    /// <param name="blocks">Their blocks.</param>
    /// <param name="groups">Which rows belong together.</param>
    /// <param name="isSeen">Whether a row takes part.</param>
    /// <param name="axes">Axes that settings may ask for.</param>
    public static FoldFit Of(
        AlignedMatrix raw, IReadOnlyList<EmbeddingBlock> blocks, ImageGroups groups, Func<int, bool> isSeen, int axes) =>
        new(PrincipalBlocks.Fit(raw, blocks, isSeen, axes), groups.Where(isSeen));

    /// <inheritdoc/>
    public void Dispose() => Principal.Dispose();
}
