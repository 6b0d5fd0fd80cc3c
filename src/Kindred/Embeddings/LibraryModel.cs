namespace Kindred.Embeddings;

/// <summary>The model that embeds a library's pictures, and words where it can, loaded when it is needed for the first time.</summary>
/// <param name="location">Where the library is, as a person would name it.</param>
/// <param name="createEmbedder">Loads the model.</param>
/// <param name="words">What embeds words beside it, if anything does.</param>
internal sealed class LibraryModel(string location, Func<IImageEmbedder> createEmbedder, IWordsEmbedder? words = null) : IDisposable
{
    private readonly Lock _gate = new();
    private IImageEmbedder? _embedder;
    private bool _areWordsChecked;

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

    /// <summary>Whether words can be compared with embeddings made with a stamp. Loads nothing.</summary>
    public bool HasWords(EmbedderStamp stamp) => words is not null && words.IsFor(stamp);

    /// <summary>Embeds words that are to be compared with embeddings made with a stamp.</summary>
    /// <exception cref="ModelMismatchException">Those were made with another model than the one whose words these are.</exception>
    /// <exception cref="KindredException">Nothing embeds words for that model, or what does cannot be used.</exception>
    public async Task<float[]> EmbedWordsAsync(string text, EmbedderStamp stamp, CancellationToken cancellationToken)
    {
        if (words is null || !words.IsFor(stamp))
        {
            throw new KindredException(
                Fault.NoWords, $"The library's model, {stamp.Model}, knows pictures but no words, so it cannot be searched by them.")
            {
                Subject = stamp.Model,
            };
        }

        if (!_areWordsChecked && words.PicturesOf(stamp) is var asked && asked != stamp)
            throw new ModelMismatchException(location, stamp, asked);
        var embedding = await words.EmbedAsync(text, stamp, cancellationToken);
        if (embedding.Length != stamp.Dimensions)
        {
            throw new KindredException(
                Fault.ModelUnusable,
                $"Words have {embedding.Length} numbers where pictures of {stamp.Model} have {stamp.Dimensions}: "
                + "the two networks do not belong together; name the right one.");
        }

        _areWordsChecked = true;
        return embedding;
    }

    public void Dispose()
    {
        _embedder?.Dispose();
        words?.Dispose();
    }
}
