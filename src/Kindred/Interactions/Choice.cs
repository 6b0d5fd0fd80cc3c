using Kindred.Images;

namespace Kindred.Interactions;

/// <summary>Something to remember of a user.</summary>
/// <param name="Kind">What they think of the picture, or did with it.</param>
/// <param name="Content">SHA-256 of the picture's file.</param>
/// <param name="Name">What the picture is called now.</param>
/// <param name="Weight">
/// Above 0; <see langword="null"/> leaves what is remembered already, and is the kind's default for what is new.
/// </param>
/// <param name="Time">
/// When; <see langword="null"/> leaves what is remembered already, and is now for what is new. An event is remembered once for each time.
/// </param>
/// <param name="Replaces">Whether a like takes the place of a dislike of the content, or the other way round; else it is refused.</param>
public sealed record Choice(
    InteractionKind Kind, ContentHash Content, string Name, double? Weight = null, DateTimeOffset? Time = null, bool Replaces = false);
