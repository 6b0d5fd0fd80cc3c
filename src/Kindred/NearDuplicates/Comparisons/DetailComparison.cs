namespace Kindred.NearDuplicates.Comparisons;

/// <summary>How the local detail of two pictures agrees where they overlap, as a whole and in single places.</summary>
/// <param name="Correlation">Normalized cross-correlation of all detail, in [-1, 1].</param>
/// <param name="Worst">
/// Share of the detail that the other picture's detail, in the same light, does not explain: in the fifth worst of the 5 × 5 windows
/// around each of 48 × 48 pixels, from 0 to 2. Sees another leg.
/// </param>
/// <param name="Typical">The mean of that share over all windows.</param>
/// <param name="Shape">
/// Mean over the windows of 1 less the squared correlation, from 0 to 1. A window may be lighter, darker or the other way round, as in a
/// thing of another color; its edges have to be where they were, and its folds and texture too: a plain thing has no others.
/// </param>
internal readonly record struct DetailComparison(float Correlation, float Worst, float Typical, float Shape)
{
    // Of the worst window, what the texture of the whole picture explains.
    private const float TextureWeight = 30;
    private const float MostTexture = 3;

    /// <summary>
    /// How far the worst window stands out. Fine texture falls on other pixels when a picture is cropped or rescaled, and differs
    /// everywhere; another leg differs in one place.
    /// </summary>
    public float Local => Worst / MathF.Min(MostTexture, 1 + (TextureWeight * Typical));
}
