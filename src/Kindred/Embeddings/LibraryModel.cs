namespace Kindred.Embeddings;

/// <summary>The model that embeds a library's pictures, loaded when it is needed for the first time.</summary>
/// <param name="location">Where the library is, as a person would name it.</param>
/// <param name="createEmbedder">Loads the model.</param>
internal sealed class LibraryModel(string location, Func<IImageEmbedder> createEmbedder) : IDisposable
{
    private readonly Lock _gate = new();
    private IImageEmbedder? _embedder;

    /// <summary>
    /// The embedder, loaded now if it was not before. A model that could not be loaded is tried again next time: it may have been
    /// fetched since.
    /// </summary>
    public IImageEmbedder Embedder
    {
        get
        {
            lock (_gate)
                return _embedder ??= createEmbedder();
        }
    }

    /// <summary>Makes sure that embeddings made with a stamp can be compared with the model's.</summary>
    /// <exception cref="ModelMismatchException">They cannot.</exception>
    public void EnsureMade(EmbedderStamp stamp)
    {
        if (Embedder.Stamp is var asked && asked != stamp)
            throw new ModelMismatchException(location, stamp, asked);
    }

    public void Dispose() => _embedder?.Dispose();
}
