using Kindred.Images;

namespace Kindred.Attributes;

/// <summary>
/// What a shop says of its pictures. It belongs to images, not to contents: two products may show one photograph, and a product keeps its
/// price when it is photographed anew. It goes with the image.
/// </summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="Storage.StoreException"/>s that name the library.</remarks>
internal interface IAttributeStore
{
    /// <summary>
    /// A number that goes up, in the same transaction, with every change of attributes. The library's own revision does not: no index
    /// depends on attributes. Takes the same time for a library of any size.
    /// </summary>
    Task<long> ReadAttributesRevisionAsync(CancellationToken cancellationToken = default);

    /// <summary>The attributes there are, in the order in which they came.</summary>
    Task<IReadOnlyList<AttributeDefinition>> ReadAttributeDefinitionsAsync(CancellationToken cancellationToken = default);

    /// <summary>What is known of all images, by their ids; images that nothing is known of are left out.</summary>
    IAsyncEnumerable<StoredAttributes> ReadAttributesAsync(CancellationToken cancellationToken = default);

    /// <summary>What is known of some images, by their ids; images that nothing is known of are left out. Reads no others.</summary>
    Task<IReadOnlyList<StoredAttributes>> ReadAttributesAsync(
        IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken = default);

    /// <summary>The own ids of some images, and of all images that share one with them, by id. Reads no others.</summary>
    Task<IReadOnlyList<StoredAttributes>> ReadProductsAsync(
        IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken = default);

    /// <summary>The images with an own id, by id.</summary>
    Task<IReadOnlyList<ImageId>> FindByOwnIdAsync(string ownId, CancellationToken cancellationToken = default);

    /// <summary>Writes attributes, all in one transaction or none.</summary>
    /// <param name="batches">What to write, in its order. What it throws stops the writing.</param>
    /// <param name="replaces">Whether all that was known of any image before goes, with the attributes there were.</param>
    /// <param name="cancellationToken">Stops; then nothing is written.</param>
    /// <exception cref="KindredException">Another process has meanwhile given an attribute another type.</exception>
    Task<AttributeReport> WriteAttributesAsync(
        IAsyncEnumerable<AttributeBatch> batches, bool replaces, CancellationToken cancellationToken = default);
}
