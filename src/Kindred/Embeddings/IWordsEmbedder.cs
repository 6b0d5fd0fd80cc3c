namespace Kindred.Embeddings;

/// <summary>
/// Turns words into embeddings that can be compared with the raw ones of pictures, as two networks do that were trained together. Loads
/// what it takes when words are embedded for the first time. Safe to use from several threads.
/// </summary>
internal interface IWordsEmbedder : IDisposable
{
    /// <summary>Whether it can embed words for a library. Loads nothing.</summary>
    /// <param name="made">What the library's pictures are embedded with.</param>
    bool IsFor(EmbedderStamp made);

    /// <summary>The stamp of the pictures that its words can be compared with. May read whole files to find out.</summary>
    /// <param name="made">What the library's pictures are embedded with.</param>
    EmbedderStamp PicturesOf(EmbedderStamp made);

    /// <summary>Embeds words.</summary>
    /// <param name="words">The words, as a person types them.</param>
    /// <param name="made">What the library's pictures are embedded with.</param>
    /// <param name="cancellationToken">Stops before anything is run.</param>
    /// <returns>The embedding; its length is not brought to 1.</returns>
    /// <exception cref="KindredException">What it takes is missing or cannot be used.</exception>
    Task<float[]> EmbedAsync(string words, EmbedderStamp made, CancellationToken cancellationToken = default);
}
