using Kindred.Galleries;
using Kindred.Libraries;

namespace Kindred.Server.Galleries;

/// <summary>
/// Makes galleries where this server is the only one: prepares the library for each, but waits for no graph (<see cref="GraphLinker"/>).
/// </summary>
internal sealed class GalleryPreparer(Library library) : IGalleryMaker
{
    public async Task<MadeGallery?> TryMakeAsync(Gallery? shown, long revision, CancellationToken cancellationToken)
    {
        var current = await library.ReadRevisionAsync(cancellationToken);
        if (current == revision && !(shown is not null && await shown.IsFitDueAsync(cancellationToken)))
            return null;
        var gallery = await library.PrepareWithoutGraphAsync(progress: null, cancellationToken);
        return new MadeGallery(gallery, gallery?.Revision ?? current);
    }

    public void Release(Gallery gallery) => gallery.Dispose();
}
