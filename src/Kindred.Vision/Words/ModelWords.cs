using Kindred.Embeddings;
using Kindred.Vision.Models;

namespace Kindred.Vision.Words;

/// <summary>Embeds words with the network that a model's recipe names. Loads it with its tokenizer when words are asked for.</summary>
/// <param name="model">
/// Id in the catalog or path of an <c>.onnx</c> file; the model that the library was made with where <see langword="null"/>.
/// </param>
internal sealed class ModelWords(string? model) : IWordsEmbedder
{
    private readonly Lock _gate = new();
    private LocatedModel? _located;
    private TextTower? _tower;

    /// <inheritdoc/>
    public bool IsFor(EmbedderStamp made)
    {
        try
        {
            return LocatedModel.RecipeOf(model ?? made.Model).Words is not null;
        }
        catch (KindredException)
        {
            // A library of a model that nobody names here, or of a generator, can be searched all the same.
            return false;
        }
    }

    /// <inheritdoc/>
    public EmbedderStamp PicturesOf(EmbedderStamp made)
    {
        var located = Locate(made);
        // How long its pictures' embeddings are would take loading the network to know; that the weights are the same is enough.
        return located.Recipe.Stamp(WeightsHash.Of(located.Weights), made.Dimensions);
    }

    /// <inheritdoc/>
    public Task<float[]> EmbedAsync(string words, EmbedderStamp made, CancellationToken cancellationToken = default) =>
        Task.Run(() => Load(made).Embed(words), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _tower?.Dispose();

    private TextTower Load(EmbedderStamp made)
    {
        lock (_gate)
        {
            if (_tower is not null)
                return _tower;
            var located = Locate(made);
            located.EnsureWords();
            return _tower = located.Recipe.Words is { } words
                ? TextTower.Load(words, located.Folder)
                : throw new InvalidOperationException($"{located.Recipe.Id} has no words.");
        }
    }

    private LocatedModel Locate(EmbedderStamp made)
    {
        lock (_gate)
            return _located ??= LocatedModel.Find(model ?? made.Model);
    }
}
