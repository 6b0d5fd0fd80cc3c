using Kindred.Images;
using Kindred.Interactions;
using Kindred.Server.Galleries;
using Kindred.Server.Images;

namespace Kindred.Server.Users;

internal sealed record UserDocument(string User, int Likes, int Dislikes, int Seen, int Events);

/// <summary>Users.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Offset">Users left out before these.</param>
/// <param name="Limit">Users here at most.</param>
/// <param name="Items">The users, by name.</param>
internal sealed record UserList(int Total, int Offset, int Limit, IReadOnlyList<UserDocument> Items);

internal sealed record InteractionDocument(
    InteractionKind Kind, string Content, string Path, double Weight, DateTimeOffset Time, ImageDocument? Image)
{
    public static InteractionDocument Of(Interaction interaction, Image? image, GalleryLease lease) => new(
        interaction.Kind, interaction.Content.ToString(), image?.Path ?? interaction.Name, interaction.Weight, interaction.Time,
        image is null ? null : new ImageDocument(image, lease));
}

/// <summary>What a user likes, dislikes, has seen and did.</summary>
/// <param name="User">Who.</param>
/// <param name="Likes">How many likes there are, whatever was asked for.</param>
/// <param name="Dislikes">How many dislikes.</param>
/// <param name="Seen">How many pictures were seen.</param>
/// <param name="Events">How many events there are.</param>
/// <param name="Total">How many there are of what was asked for.</param>
/// <param name="Offset">How many of them are left out before these.</param>
/// <param name="Limit">How many are here at most.</param>
/// <param name="Items">They, oldest first.</param>
internal sealed record InteractionList(
    string User, int Likes, int Dislikes, int Seen, int Events, int Total, int Offset, int Limit,
    IReadOnlyList<InteractionDocument> Items);

/// <summary>What a user thinks of a picture, or did with it.</summary>
/// <param name="Kind">like, dislike or seen; or an event: view, cart, purchase, or any other name.</param>
/// <param name="Weight">
/// How much it counts beside others, above 0. Default: as it is remembered, or as usual for its kind: 0.2 for view, 0.6 for cart, 1 for
/// like, dislike, seen and purchase. Any other kind needs a weight.
/// </param>
/// <param name="Time">When. Default: now, or as it is remembered.</param>
internal sealed record InteractionRequest(InteractionKind Kind, double? Weight = null, DateTimeOffset? Time = null);

internal sealed record ForgottenDocument(string User, int Forgotten);
