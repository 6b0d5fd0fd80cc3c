using Kindred.Galleries;

namespace Kindred.Server.Galleries;

/// <summary>Makes the galleries that requests see, one after another.</summary>
internal interface IGalleryMaker
{
    /// <summary>Makes the next gallery; <see langword="null"/> where there is nothing new to see, or not yet.</summary>
    /// <param name="shown">The gallery that requests see; <see langword="null"/> where there is none.</param>
    /// <param name="revision">The library's revision that it shows.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<MadeGallery?> TryMakeAsync(Gallery? shown, long revision, CancellationToken cancellationToken);

    /// <summary>Takes back a gallery that no request sees any more.</summary>
    void Release(Gallery gallery);
}

/// <summary>A gallery to be seen from now on.</summary>
/// <param name="Gallery">The gallery; <see langword="null"/> where the library has no pictures.</param>
/// <param name="Revision">The library's revision that it shows.</param>
/// <param name="Number">
/// Its number for clients: the same on all servers that share the library. The next one here where <see langword="null"/>.
/// </param>
internal sealed record MadeGallery(Gallery? Gallery, long Revision, int? Number = null);
