using System.Globalization;
using Kindred.Images;

namespace Kindred.Recommendations;

/// <summary>Likes that belong together.</summary>
/// <param name="Medoid">The like in the middle: the one nearest to all others, by squared distance.</param>
/// <param name="Likes">All of them, in the order they were given in.</param>
/// <param name="Share">Its part of the list; the shares of all tastes sum to 1, and a muted one has none.</param>
public sealed record Taste(ImageQuery Medoid, IReadOnlyList<ImageQuery> Likes, double Share)
{
    /// <summary>
    /// Its number, where the user has set something of it: above 0, and never given to another taste of the library.
    /// <see langword="null"/> where it is computed.
    /// </summary>
    public long? Id { get; init; }

    /// <summary>What the user calls it; <see langword="null"/> where they have not named it.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// How much it counts beside the other tastes, from 0.1 to 10 (default: 1): places of a list beyond the first of each taste go by the
    /// weights of its likes times this.
    /// </summary>
    public double Weight { get; init; } = 1;

    /// <summary>Whether nothing is recommended for it. What it holds is still not recommended either.</summary>
    public bool IsMuted { get; init; }

    /// <summary>
    /// What <see cref="Galleries.UserTastes.FindAsync"/> finds it by: its number, or the SHA-256 of its medoid where it has none.
    /// </summary>
    public string Key => Id?.ToString(CultureInfo.InvariantCulture) ?? Medoid.Content.ToString();
}
