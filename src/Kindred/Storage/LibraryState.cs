namespace Kindred.Storage;

/// <summary>What tells one state of a library from another: what was made of it holds as long as this stays the same.</summary>
/// <param name="Revision">See <see cref="ISettingsStore.ReadRevisionAsync"/>.</param>
/// <param name="Token">
/// Drawn anew with every change of <paramref name="Revision"/>. Copies of a library that went separate ways may come to the same revision, never to
/// the same token.
/// </param>
/// <param name="Choices">A number that goes up, in the same transaction, with every change of what users like, dislike or have seen.</param>
/// <param name="ChoicesAreWeighed">
/// Whether nobody has chosen anything since it was last found that the space need not be fitted anew: see
/// <see cref="ISettingsStore.MarkChoicesWeighedAsync"/>. Says nothing about changes of the images, which the token shows.
/// </param>
public readonly record struct LibraryState(long Revision, Guid Token, long Choices, bool ChoicesAreWeighed);
