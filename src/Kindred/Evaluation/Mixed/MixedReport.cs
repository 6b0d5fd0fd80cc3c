namespace Kindred.Evaluation.Mixed;

/// <summary>What lists make of likes of several kinds.</summary>
/// <param name="Users">Users asked for each row; fewer where the labels have too few pictures.</param>
/// <param name="Rows">One for every space and number of likes.</param>
/// <param name="Worst">
/// The users whose lists miss most of their kinds, worst first; of all rows, in the space in use. Not figures: they are to be looked at.
/// </param>
internal sealed record MixedReport(int Users, IReadOnlyList<MixedScore> Rows, IReadOnlyList<MixedMiss> Worst);
