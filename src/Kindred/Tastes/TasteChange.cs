using Kindred.Images;

namespace Kindred.Tastes;

/// <summary>What to set of a kept taste. What is <see langword="null"/> stays as it is.</summary>
/// <param name="Id">The taste; <see langword="null"/> for a new one, which has no name, a weight of 1, and is not muted.</param>
/// <param name="Likes">Likes that move into it, from whatever taste they are in. What the user does not like is passed over.</param>
/// <param name="Name">Its name; an empty one takes the name away.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="IsMuted">Whether it is muted.</param>
internal sealed record TasteChange(
    long? Id, IReadOnlyCollection<ContentHash> Likes, string? Name = null, double? Weight = null, bool? IsMuted = null);
