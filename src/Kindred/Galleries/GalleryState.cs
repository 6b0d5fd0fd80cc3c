namespace Kindred.Galleries;

/// <summary>
/// The state of a gallery: what was measured or computed on the gallery is valid as long as this stays the same. The model is no part of
/// it, because a store drops everything when the model changes.
/// </summary>
/// <param name="Space">How the gallery's space was made: the name of a <see cref="Spaces.SpaceKind"/>.</param>
/// <param name="SpaceVersion">Number of the fit.</param>
/// <param name="Contents">A hash of the gallery's images, their labels and their near-duplicates, in hexadecimal.</param>
internal sealed record GalleryState(string Space, int SpaceVersion, string Contents)
{
    /// <summary>The state of a gallery in memory.</summary>
    public static GalleryState Of(Gallery gallery)
    {
        using var hash = new GalleryHash();
        foreach (var image in gallery.Images)
            hash.Add(image);
        return hash.Complete(gallery.NearDuplicateGroups, gallery.Space.Kind, gallery.Space.Version);
    }
}
