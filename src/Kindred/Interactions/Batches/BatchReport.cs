namespace Kindred.Interactions.Batches;

/// <summary>What a batch changed.</summary>
/// <param name="Recorded">What became of its records.</param>
/// <param name="Users">How many users it is about.</param>
/// <param name="Unknown">Pictures that the library does not have, each once, in the order in which they were met.</param>
/// <param name="Skipped">How many records were left out, for they are about those.</param>
internal sealed record BatchReport(RecordReport Recorded, int Users, IReadOnlyList<string> Unknown, int Skipped);
