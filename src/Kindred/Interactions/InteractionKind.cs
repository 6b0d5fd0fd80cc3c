namespace Kindred.Interactions;

/// <summary>What a user thinks of a picture.</summary>
public enum InteractionKind
{
    /// <summary>Wants more like it.</summary>
    Like,

    /// <summary>Wants nothing like it.</summary>
    Dislike,

    /// <summary>Knows it already; says nothing about taste, and goes together with either of the others.</summary>
    Seen,
}
