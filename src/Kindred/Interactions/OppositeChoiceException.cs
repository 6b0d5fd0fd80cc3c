namespace Kindred.Interactions;

/// <summary>A picture was to be liked that is disliked, or the other way round.</summary>
/// <param name="user">Who chose both.</param>
/// <param name="choice">The choice that was refused.</param>
public sealed class OppositeChoiceException(string user, Choice choice) : KindredException(
    $"{choice?.Name} is {(choice?.Kind == InteractionKind.Like ? "disliked" : "liked")} by {user}; "
    + $"forget it first with: kindred forget {choice?.Name} --user {user}")
{
    /// <summary>The choice that was refused.</summary>
    public Choice Choice { get; } = choice ?? throw new ArgumentNullException(nameof(choice));
}
