using Kindred.Images;

namespace Kindred.Storage;

/// <summary>What a library's images are called, and which files failed.</summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="StoreException"/>s that name the library.</remarks>
internal interface IImageStore
{
    /// <summary>All images that have an embedding, ordered by path, then folder, both ordinal.</summary>
    Task<IReadOnlyList<Image>> ReadImagesAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// A page of the images that have an embedding, in the order of <see cref="ReadImagesAsync(CancellationToken)"/>. Takes the same time
    /// for every page of a library of any size.
    /// </summary>
    /// <param name="after">The page begins behind this place; <see langword="null"/> for the first one.</param>
    /// <param name="count">The most images to read, at least 1. Where fewer come back there are no more.</param>
    /// <param name="cancellationToken">Stops early.</param>
    Task<IReadOnlyList<Image>> ReadImagesAsync(ImageCursor? after, int count, CancellationToken cancellationToken = default);

    /// <summary>
    /// Those of some images that exist and have an embedding, each once, in the order of <see cref="ReadImagesAsync(CancellationToken)"/>.
    /// Reads no others.
    /// </summary>
    Task<IReadOnlyList<Image>> ReadImagesAsync(IReadOnlyCollection<ImageId> ids, CancellationToken cancellationToken = default);

    /// <summary>
    /// The images with an embedding whose file has a name: the last segment of the path, compared ordinally, so that upper and lower case
    /// differ. In the order of <see cref="ReadImagesAsync(CancellationToken)"/>; none for a name with a slash. Goes through all paths, but
    /// reads no other images.
    /// </summary>
    /// <param name="fileName">The name, such as <c>chair 1.jpg</c>; not empty.</param>
    /// <param name="cancellationToken">Stops early.</param>
    Task<IReadOnlyList<Image>> FindImagesByFileNameAsync(string fileName, CancellationToken cancellationToken = default);

    /// <summary>How many images have an embedding. Counts them without reading them.</summary>
    Task<int> CountImagesAsync(CancellationToken cancellationToken = default);

    /// <summary>The files that failed, in the order of <see cref="ReadImagesAsync(CancellationToken)"/>.</summary>
    Task<IReadOnlyList<ImageFailure>> ReadFailuresAsync(CancellationToken cancellationToken = default);

    /// <summary>Applies changes in one transaction.</summary>
    Task ApplyAsync(LibraryChanges changes, CancellationToken cancellationToken = default);
}
