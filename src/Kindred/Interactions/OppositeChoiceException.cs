namespace Kindred.Interactions;

/// <summary>A picture was to be liked that is disliked, or the other way round.</summary>
/// <param name="user">Who chose both.</param>
/// <param name="choice">The choice that was refused.</param>
internal sealed class OppositeChoiceException(string user, Choice choice) : KindredException(
    Fault.OppositeChoice, $"{choice?.Name} is {(choice?.Kind == InteractionKind.Like ? "disliked" : "liked")} by {user}.")
{
    /// <summary>Who chose both.</summary>
    public string User { get; } = user;

    /// <summary>The choice that was refused.</summary>
    public Choice Choice { get; } = choice ?? throw new ArgumentNullException(nameof(choice));
}
