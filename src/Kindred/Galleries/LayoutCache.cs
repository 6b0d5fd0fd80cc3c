using Kindred.Layouts;
using Kindred.Storage;

namespace Kindred.Galleries;

/// <summary>Keeps the map of a library's gallery: computed anew when it is asked for and the gallery has changed, and stored.</summary>
internal sealed class LayoutCache(ILibraryStore store)
{
    /// <summary>The map of a gallery.</summary>
    public async Task<GalleryLayout> CurrentAsync(Gallery gallery, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var basis = GalleryBasis.Of(gallery);
        if (await store.ReadLayoutAsync(cancellationToken) is var (fittedTo, map) && fittedTo == basis)
            return map;
        var computed = GalleryLayout.Compute(gallery.Index, progress, cancellationToken);
        try
        {
            if (!store.IsReadOnly)
                await store.WriteLayoutAsync(basis, computed, cancellationToken);
        }
        catch (KindredException)
        {
            // A full disk or a busy library: the map is good all the same, and is computed again some other time.
        }

        return computed;
    }
}
