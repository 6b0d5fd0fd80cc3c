namespace Kindred.Folders;

/// <summary>What joining did.</summary>
/// <param name="Joined">Pictures brought to the destination.</param>
/// <param name="AlreadyThere">Pictures that were there before, with the same content.</param>
/// <param name="Skipped">Pictures left where they are, each with the reason, by path.</param>
internal sealed record JoinReport(int Joined, int AlreadyThere, IReadOnlyList<(string Path, string Reason)> Skipped);
