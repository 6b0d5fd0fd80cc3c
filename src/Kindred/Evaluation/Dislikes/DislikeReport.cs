namespace Kindred.Evaluation.Dislikes;

/// <summary>What dislikes change in made-up users' lists.</summary>
/// <param name="Users">Users asked.</param>
/// <param name="Intruded">Of them, those whose list had something of another label: only they have something to dislike.</param>
/// <param name="Rows">What three dislikes of that label change, one for every strategy.</param>
/// <param name="Single">What one dislike within a liked kind changes, one for every strategy.</param>
internal sealed record DislikeReport(
    int Users, int Intruded, IReadOnlyList<DislikeScore> Rows, IReadOnlyList<SingleDislikeScore> Single);
