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
    /// <param name="whole">All images, in more of their principal axes than settings may ask for.</param>
    /// <param name="groups">Which of them belong together.</param>
    /// <param name="isSeen">Whether an image takes part.</param>
    /// <param name="axes">Axes that settings may ask for.</param>
    public static FoldFit Of(PrincipalBlocks whole, ImageGroups groups, Func<int, bool> isSeen, int axes) =>
        new(whole.Within(isSeen, axes), groups.Where(isSeen));

    /// <inheritdoc/>
    public void Dispose() => Principal.Dispose();
}
