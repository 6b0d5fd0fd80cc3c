namespace Kindred.Interactions.Batches;

/// <summary>How a batch is read.</summary>
internal sealed record BatchOptions
{
    /// <summary>From this rating on, a picture is liked. Default: 4, of five stars.</summary>
    public double LikeFrom { get; init; } = 4;

    /// <summary>
    /// Up to this rating, less than <see cref="LikeFrom"/>, a picture is disliked; between the two it was seen. Default: 2.
    /// </summary>
    public double DislikeTo { get; init; } = 2;

    /// <summary>Whether to go on without what is about pictures that the library does not have, instead of taking nothing.</summary>
    public bool SkipsUnknown { get; init; }

    /// <summary>What kinds count where a record says nothing else, by name; instead of their own defaults.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>What a rating says.</summary>
    public InteractionKind KindOf(double rating) =>
        rating >= LikeFrom ? InteractionKind.Like : rating <= DislikeTo ? InteractionKind.Dislike : InteractionKind.Seen;
}
