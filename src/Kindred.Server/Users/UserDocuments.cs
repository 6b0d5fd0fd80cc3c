using Kindred.Images;
using Kindred.Interactions;
using Kindred.Server.Images;

namespace Kindred.Server.Users;

internal sealed record UserDocument(string User, int Likes, int Dislikes, int Seen);

internal sealed record UserList(IReadOnlyList<UserDocument> Users);

internal sealed record InteractionDocument(
    InteractionKind Kind, string Content, string Path, double Weight, DateTimeOffset Time, ImageDocument? Image)
{
    public static InteractionDocument Of(Interaction interaction, Image? image) => new(
        interaction.Kind, interaction.Content.ToString(), image?.Path ?? interaction.Name, interaction.Weight, interaction.Time,
        image is null ? null : new ImageDocument(image));
}

internal sealed record InteractionList(string User, int Likes, int Dislikes, int Seen, IReadOnlyList<InteractionDocument> Interactions);

/// <summary>What a user thinks of a picture.</summary>
/// <param name="Kind">like, dislike or seen.</param>
/// <param name="Weight">How much it counts beside others, above 0. Default: 1, or as it is remembered.</param>
/// <param name="Time">When. Default: now, or as it is remembered.</param>
internal sealed record InteractionRequest(InteractionKind Kind, double? Weight = null, DateTimeOffset? Time = null);

internal sealed record ForgottenDocument(string User, int Forgotten);
