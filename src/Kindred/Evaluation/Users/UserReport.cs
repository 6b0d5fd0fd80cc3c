namespace Kindred.Evaluation.Users;

/// <summary>How well made-up users are served.</summary>
/// <param name="Users">Users for each number of tastes.</param>
/// <param name="ListLength">Recommendations each gets.</param>
/// <param name="Rows">One for every number of tastes and way to recommend.</param>
internal sealed record UserReport(int Users, int ListLength, IReadOnlyList<UserScore> Rows);

