namespace Kindred.Storage;

/// <summary>What tells one state of a library from another: what was made of it holds as long as this stays the same.</summary>
/// <param name="Revision">See <see cref="ISettingsStore.ReadRevisionAsync"/>.</param>
/// <param name="Token">
/// Drawn anew with every change of <paramref name="Revision"/>. Copies of a library that went separate ways may come to the same revision,
/// never to the same token.
/// </param>
internal sealed record LibraryState(long Revision, Guid Token);
