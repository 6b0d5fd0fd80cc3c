using Kindred.Choices;
using Kindred.Derived;
using Kindred.Embeddings;

namespace Kindred.Spaces;

/// <summary>Stores the space of a library.</summary>
internal sealed class SpaceCache(IDerivedStore store)
{
    private readonly DerivedCache _cache = new(store);

    /// <summary>
    /// The stored space; <see langword="null"/> where there is none for embeddings of this stamp: another process may have changed the
    /// model after the space was fitted and before it was stored.
    /// </summary>
    public async Task<FittedSpace?> ReadAsync(EmbedderStamp stamp, CancellationToken cancellationToken)
    {
        if (await _cache.ReadAsync(FittedSpace.Kept, cancellationToken) is not { Value: var fitted })
            return null;
        if (fitted.Space.InputDimensions == stamp.Dimensions)
            return fitted;
        fitted.Dispose();
        return null;
    }

    /// <summary>
    /// The space that the library is searched in, with what people chose together where that was fitted beside this very space.
    /// </summary>
    /// <param name="stamp">What the embeddings are made with.</param>
    /// <param name="kind">How pictures are to be compared.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<FittedSpace> ReadWithChoicesAsync(EmbedderStamp stamp, SpaceKind kind, CancellationToken cancellationToken)
    {
        var space = kind == SpaceKind.None ? null : await ReadAsync(stamp, cancellationToken);
        space ??= new FittedSpace(EmbeddingSpace.Identity(stamp.Dimensions), SpaceSource.LooksAlone, Gain: null);
        return await _cache.ReadAsync(FittedChoices.Kept, cancellationToken) is { } choices
            ? space.With(choices.Source, choices.Value)
            : space;
    }

    /// <summary>Stores a space in place of the one before.</summary>
    public Task WriteAsync(FittedSpace fitted, CancellationToken cancellationToken) =>
        _cache.WriteAsync(FittedSpace.Kept, new DerivedValue<SpaceSource, FittedSpace>(fitted.Source, fitted), cancellationToken);
}
