using Kindred.Attributes;
using Kindred.Derived;
using Kindred.Embeddings;
using Kindred.Interactions;
using Kindred.NearDuplicates;
using Kindred.Storage.Sharing;
using Kindred.Storage.Tables;
using Kindred.Tastes;

namespace Kindred.Storage;

/// <summary>
/// Keeps one library: the truth that every index is rebuilt from. Reading is safe beside one writer, also from other processes.
/// </summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="StoreException"/>s that name the library.</remarks>
internal interface ILibraryStore
    : IImageStore, IFolderStore, ISettingsStore, IEmbeddingStore, INearDuplicateStore, IInteractionStore, ITasteStore, IDerivedStore,
        IAttributeStore, IIntegrityStore, IAsyncDisposable
{
    /// <summary>Where the library is, as a person would name it.</summary>
    string Location { get; }

    /// <summary>The folder that the library is in, an absolute path; <see langword="null"/> for one in a database.</summary>
    string? Directory { get; }

    /// <summary>Whether the library can be searched but not changed.</summary>
    bool IsReadOnly { get; }

    /// <summary>Bytes the library takes on disk, without <see cref="CacheDirectory"/>.</summary>
    long Size { get; }

    /// <summary>
    /// An absolute path on this machine for files that can be made again at any time, such as a search index: whoever keeps one there has
    /// to expect that it is gone. The folder may have to be created first. <see langword="null"/> where there is no such place. That of a
    /// library that is <see cref="IsReadOnly"/> is there, and to be read only.
    /// </summary>
    string? CacheDirectory { get; }

    /// <summary>Keeps other processes, and other calls in this one, from indexing until disposed.</summary>
    /// <exception cref="StoreException">The library is being indexed already, or cannot be written to.</exception>
    IDisposable LockForIndexing();

    /// <summary>Begins to read the tables as they are now, to copy them to another store.</summary>
    /// <exception cref="StoreException">The library cannot be read.</exception>
    Task<ITableReader> OpenTablesAsync(CancellationToken cancellationToken = default);

    /// <summary>How several processes index it at once; <see langword="null"/> where one does at a time.</summary>
    ISharedIndexing? SharedIndexing { get; }
}
