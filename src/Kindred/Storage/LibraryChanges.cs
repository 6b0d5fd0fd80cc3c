using Kindred.Embeddings;
using Kindred.Images;

namespace Kindred.Storage;

/// <summary>What one step of indexing found out. A store applies it whole or not at all.</summary>
internal sealed class LibraryChanges
{
    /// <summary>New embeddings; each replaces an older one of the same content.</summary>
    public List<ContentEmbedding> Embeddings { get; } = [];

    /// <summary>Files that are new or changed. Their contents' embeddings are in the store or in <see cref="Embeddings"/>.</summary>
    public List<IndexedFile> Files { get; } = [];

    /// <summary>Images that kept their content and id under a new name.</summary>
    public List<(ImageId Id, IndexedFile File)> Renamed { get; } = [];

    /// <summary>Files that failed; an image that stood under the name is gone.</summary>
    public List<ImageFailure> Failures { get; } = [];

    /// <summary>Names (folder, path) that are no longer in the gallery, as images or as failures.</summary>
    public List<(string Folder, string Path)> Removed { get; } = [];

    /// <summary>Whether there is nothing to apply.</summary>
    public bool IsEmpty =>
        Embeddings.Count + Files.Count + Renamed.Count + Failures.Count + Removed.Count == 0;
}
