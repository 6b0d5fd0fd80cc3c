using Kindred.Images;

namespace Kindred.Tastes;

/// <summary>A taste that a user has set in some way, as a library keeps it. All others are computed at every recommendation.</summary>
/// <param name="Id">Its number: above 0, and never given to another taste of the library.</param>
/// <param name="Name">What the user calls it; <see langword="null"/> where they do not.</param>
/// <param name="Weight">How much it counts beside the user's other tastes; see <see cref="TasteSettings"/>.</param>
/// <param name="IsMuted">Whether nothing is recommended for it.</param>
/// <param name="Likes">
/// What was kept in it, by the time of liking; at least one. A like is in one kept taste at most. Other likes join it as they are grouped.
/// </param>
internal sealed record KeptTaste(long Id, string? Name, double Weight, bool IsMuted, IReadOnlyList<ContentHash> Likes);
