using Kindred.Images;

namespace Kindred.Interactions;

/// <summary>
/// What a user thinks of a picture or did with it, as a library remembers it. The picture is known by its content, so that this outlasts
/// renaming, indexing anew, another model, and the picture's absence.
/// </summary>
/// <param name="User">Who.</param>
/// <param name="Kind">What they think, or did.</param>
/// <param name="Content">SHA-256 of the picture's file.</param>
/// <param name="Name">What the picture was called when it was chosen.</param>
/// <param name="Weight">How much it counts beside others: above 0, usually 1.</param>
/// <param name="Time">When it was chosen or happened, in UTC.</param>
public sealed record Interaction(string User, InteractionKind Kind, ContentHash Content, string Name, double Weight, DateTimeOffset Time)
{
    /// <summary>Whether the user is taken to like the picture: by a like, or by an event that weighs 0.5 or more.</summary>
    internal bool CountsAsLike => InteractionWeight.CountsAsLike(Kind, Weight);
}
