using Kindred.Recommendations;
using Kindred.Server.Recommendations;

namespace Kindred.Server.Users;

/// <summary>Tastes of a user, all that were asked for.</summary>
/// <param name="User">Who.</param>
/// <param name="Total">How many.</param>
/// <param name="Items">The tastes: largest share first, muted ones last.</param>
internal sealed record TasteList(string User, int Total, IReadOnlyList<TasteDocument> Items)
{
    public static TasteList Of(string user, params IReadOnlyList<Taste> tastes) =>
        new(user, tastes.Count, [.. tastes.Select(TasteDocument.Of)]);
}

/// <summary>What to set of a taste; what is left out stays as it is.</summary>
/// <param name="Name">What to call it, at most 100 characters on one line; an empty name takes the name away.</param>
/// <param name="Weight">How much it counts beside the others, from 0.1 to 10.</param>
/// <param name="Muted">Whether nothing is recommended for it.</param>
internal sealed record TasteRequest(string? Name = null, double? Weight = null, bool? Muted = null);

/// <summary>How to split a taste.</summary>
/// <param name="Likes">
/// The likes that make the new taste, each by its id or the SHA-256 of its file. Default: the taste is split where its halves are farthest
/// apart.
/// </param>
/// <param name="Name">What to call the new taste.</param>
internal sealed record TasteSplitRequest(IReadOnlyList<string>? Likes = null, string? Name = null);

/// <summary>What to make one taste of.</summary>
/// <param name="Tastes">Two or more, each by its number or the SHA-256 of one of its likes; the first takes in the others.</param>
/// <param name="Name">What to call it. Default: as the first of them that has a name.</param>
internal sealed record TasteMergeRequest(IReadOnlyList<string> Tastes, string? Name = null);
