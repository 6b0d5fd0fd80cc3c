namespace Kindred.Evaluation.Histories;

/// <summary>What a library's own histories say of its recommendations.</summary>
/// <param name="People">People with choices.</param>
/// <param name="Choices">Their likes and dislikes.</param>
/// <param name="Judged">People whose latest like was left out of every fit, and who were asked.</param>
/// <param name="Weights">What choices count beside looks with 1, 2, 4 and 8 likes; all 0 where looks alone make the lists.</param>
/// <param name="Rows">One for each way to recommend, Kindred last.</param>
/// <param name="ByLikes">The same by how many likes are known.</param>
/// <param name="Cold">Pictures nobody has chosen yet; <see langword="null"/> where too few people could be asked.</param>
internal sealed record HistoryReport(
    int People, int Choices, int Judged, IReadOnlyList<double> Weights, IReadOnlyList<HistoryScore> Rows,
    IReadOnlyList<HistoryGroup> ByLikes, ColdReport? Cold);
