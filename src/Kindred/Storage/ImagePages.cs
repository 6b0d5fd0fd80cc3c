using System.Runtime.CompilerServices;
using Kindred.Images;

namespace Kindred.Storage;

/// <summary>Reads all images of a store without holding them all.</summary>
internal static class ImagePages
{
    private const int PageSize = 1000;

    /// <summary>
    /// All images that have an embedding, by path, then folder. Read page by page: what others change meanwhile may be in it or not,
    /// everything else is in it once.
    /// </summary>
    public static async IAsyncEnumerable<Image> ReadImagesInPagesAsync(
        this IImageStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ImageCursor? after = null;
        while (true)
        {
            var page = await store.ReadImagesAsync(after, PageSize, cancellationToken);
            foreach (var image in page)
                yield return image;
            if (page.Count < PageSize)
                break;
            after = ImageCursor.Behind(page[^1]);
        }
    }
}
