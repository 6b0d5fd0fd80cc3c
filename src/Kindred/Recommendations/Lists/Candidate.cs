namespace Kindred.Recommendations.Lists;

/// <summary>An image that a search has found.</summary>
/// <param name="Id">Position in the gallery.</param>
/// <param name="Score">What it is ranked by, larger is better.</param>
/// <param name="Query">Position of the search that found it.</param>
/// <param name="Dislike">Position of the dislike that lowered its score; −1 for none.</param>
/// <param name="Fit">Its score with the search, before a dislike lowered it.</param>
internal readonly record struct Candidate(int Id, float Score, int Query, int Dislike, float Fit) : IComparable<Candidate>
{
    /// <summary>Best first, ties by id.</summary>
    public int CompareTo(Candidate other)
    {
        var byScore = other.Score.CompareTo(Score);
        return byScore != 0 ? byScore : Id.CompareTo(other.Id);
    }

    public static bool operator <(Candidate left, Candidate right) => left.CompareTo(right) < 0;

    public static bool operator >(Candidate left, Candidate right) => left.CompareTo(right) > 0;

    public static bool operator <=(Candidate left, Candidate right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Candidate left, Candidate right) => left.CompareTo(right) >= 0;
}
