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

    /// <summary>Stores a space in place of the one before.</summary>
    public Task WriteAsync(FittedSpace fitted, CancellationToken cancellationToken) =>
        _cache.WriteAsync(FittedSpace.Kept, new DerivedValue<SpaceSource, FittedSpace>(fitted.Source, fitted), cancellationToken);
}
