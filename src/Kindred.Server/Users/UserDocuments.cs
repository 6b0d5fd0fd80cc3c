using Kindred.Images;
using Kindred.Interactions;
using Kindred.Server.Galleries;
using Kindred.Server.Images;

namespace Kindred.Server.Users;

internal sealed record UserDocument(string User, int Likes, int Dislikes, int Seen, int Events);

internal sealed record UserList(IReadOnlyList<UserDocument> Users);

internal sealed record InteractionDocument(
    InteractionKind Kind, string Content, string Path, double Weight, DateTimeOffset Time, ImageDocument? Image)
{
    public static InteractionDocument Of(Interaction interaction, Image? image, GalleryLease lease) => new(
        interaction.Kind, interaction.Content.ToString(), image?.Path ?? interaction.Name, interaction.Weight, interaction.Time,
        image is null ? null : new ImageDocument(image, lease));
}

internal sealed record InteractionList(
    string User, int Likes, int Dislikes, int Seen, int Events, IReadOnlyList<InteractionDocument> Interactions);

/// <summary>What a user thinks of a picture, or did with it.</summary>
/// <param name="Kind">like, dislike or seen; or an event: view, cart, purchase, or any other name.</param>
/// <param name="Weight">
/// How much it counts beside others, above 0. Default: as it is remembered, or as usual for its kind: 0.2 for view, 0.6 for cart, 1 for
/// like, dislike, seen and purchase. Any other kind needs a weight.
/// </param>
/// <param name="Time">When. Default: now, or as it is remembered.</param>
internal sealed record InteractionRequest(InteractionKind Kind, double? Weight = null, DateTimeOffset? Time = null);

internal sealed record ForgottenDocument(string User, int Forgotten);
