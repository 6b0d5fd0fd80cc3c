namespace Kindred.Colors;

/// <summary>What a table of colors was derived from.</summary>
/// <param name="Version">The way of finding colors; another one finds all of them anew.</param>
/// <param name="Contents">Identifies the gallery's images, in hexadecimal.</param>
internal sealed record ColorSource(int Version, string Contents)
{
    /// <summary>The way of finding colors that this program has.</summary>
    public const int Current = 1;
}
