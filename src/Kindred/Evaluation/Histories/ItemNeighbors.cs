namespace Kindred.Evaluation.Histories;

/// <summary>
/// Item-based nearest neighbors: a picture is scored by the cosines of who likes it with who likes each picture that somebody likes
/// (Sarwar and others 2001), all of them, which needs no setting.
/// </summary>
internal sealed class ItemNeighbors
{
    private readonly int[][] _likes;
    private readonly int[][] _people;

    /// <summary>Makes them of everybody's likes.</summary>
    /// <param name="likes">A row for each person, each picture once.</param>
    /// <param name="pictures">How many pictures there are.</param>
    public ItemNeighbors(int[][] likes, int pictures)
    {
        _likes = likes;
        var people = new List<int>[pictures];
        foreach (var (person, own) in likes.Index())
        {
            foreach (var picture in own)
                (people[picture] ??= []).Add(person);
        }

        _people = [.. people.Select(of => of?.ToArray() ?? [])];
    }

    /// <summary>Scores all pictures for somebody; 0 for what nobody else likes.</summary>
    public float[] Score(IReadOnlyList<int> likes)
    {
        var scores = new float[_people.Length];
        foreach (var like in likes)
        {
            foreach (var person in _people[like])
            {
                foreach (var picture in _likes[person])
                    scores[picture] += 1 / MathF.Sqrt((float)_people[like].Length * _people[picture].Length);
            }
        }

        return scores;
    }
}
