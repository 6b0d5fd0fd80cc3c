namespace Kindred.Interactions;

/// <summary>A user, and how much is known of them.</summary>
/// <param name="User">Their name.</param>
/// <param name="Likes">Pictures they like.</param>
/// <param name="Dislikes">Pictures they dislike.</param>
/// <param name="Seen">Pictures they have seen.</param>
/// <param name="Events">What else they did, such as views and purchases, each as often as it happened.</param>
public sealed record UserSummary(string User, int Likes, int Dislikes, int Seen, int Events = 0);
