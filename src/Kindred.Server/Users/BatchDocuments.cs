using Kindred.Interactions;

namespace Kindred.Server.Users;

/// <summary>Interactions of any users.</summary>
/// <param name="Interactions">At most 10,000.</param>
internal sealed record BatchRequest(IReadOnlyList<BatchEntry> Interactions);

/// <summary>What a user thinks of a picture, or did with it.</summary>
/// <param name="User">Who.</param>
/// <param name="Picture">The picture: its id, its own id as id:SKU, the SHA-256 of its file, or its path in the gallery.</param>
/// <param name="Kind">like, dislike or seen; or an event: view, cart, purchase, or any other name.</param>
/// <param name="Weight">
/// How much it counts, from 0.001 to 1000. Default: as usual for its kind: 0.2 for view, 0.6 for cart, 1 for like, dislike, seen and
/// purchase. Any other kind needs a weight.
/// </param>
/// <param name="Time">When. Default: now; an event without a time counts once.</param>
internal sealed record BatchEntry(
    string User, string Picture, InteractionKind Kind, double? Weight = null, DateTimeOffset? Time = null);

/// <summary>What became of a batch.</summary>
/// <param name="New">Interactions that were not there before.</param>
/// <param name="Updated">Interactions that got another weight or time.</param>
/// <param name="AlreadyThere">Interactions that were there just so, or that later ones outdo.</param>
internal sealed record BatchDocument(int New, int Updated, int AlreadyThere);
