namespace Kindred.Choices;

/// <summary>
/// What everybody chose: a row for each person, in it the pictures they chose in the order of time, each once. Immutable.
/// </summary>
/// <param name="pictures">Number of pictures; entries are their positions.</param>
/// <param name="starts">Where each person's choices start; one more than there are people.</param>
/// <param name="entries">The pictures chosen, person after person, oldest first.</param>
/// <param name="weights">What each choice weighs: above 0, and below 0 for a dislike.</param>
/// <param name="times">When each was made, in ticks of UTC.</param>
internal sealed class ChoiceHistories(int pictures, int[] starts, int[] entries, float[] weights, long[] times)
{
    /// <summary>A person needs this many likes for the latest to be left out: what is left has to say something.</summary>
    public const int LeastLikes = 5;

    /// <summary>A choice of at least this weight is a like: a purchase is one, a view is not.</summary>
    public const float LeastOfALike = 0.5f;

    /// <summary>Number of people.</summary>
    public int People => starts.Length - 1;

    /// <summary>Number of pictures.</summary>
    public int Pictures => pictures;

    /// <summary>Number of choices.</summary>
    public int Count => entries.Length;

    /// <summary>Whether there is any dislike.</summary>
    public bool HasDislikes => weights.AsSpan().ContainsAnyInRange(float.MinValue, -float.Epsilon);

    /// <summary>The pictures a person chose, oldest first.</summary>
    public ReadOnlySpan<int> Entries(int person) => entries.AsSpan(starts[person]..starts[person + 1]);

    /// <summary>What a person's choices weigh; below 0 for dislikes.</summary>
    public ReadOnlySpan<float> Weights(int person) => weights.AsSpan(starts[person]..starts[person + 1]);

    /// <summary>When a person's choices were made, in ticks of UTC.</summary>
    public ReadOnlySpan<long> Times(int person) => times.AsSpan(starts[person]..starts[person + 1]);

    /// <summary>The pictures a person likes, oldest first: those whose weight is at least <see cref="LeastOfALike"/>.</summary>
    public List<int> LikesOf(int person)
    {
        var likes = new List<int>();
        for (var entry = starts[person]; entry < starts[person + 1]; entry++)
        {
            if (weights[entry] >= LeastOfALike)
                likes.Add(entries[entry]);
        }

        return likes;
    }

    /// <summary>Leaves out the latest like of everybody who has at least <see cref="LeastLikes"/>.</summary>
    public IReadOnlyList<HeldOutLike> HoldOut()
    {
        // Where nobody likes anything, what they looked at has to do.
        var least = weights.Any(weight => weight >= LeastOfALike) ? LeastOfALike : float.Epsilon;
        var held = new List<HeldOutLike>();
        for (var person = 0; person < People; person++)
        {
            var (likes, latest) = (0, -1);
            for (var entry = starts[person]; entry < starts[person + 1]; entry++)
            {
                if (weights[entry] >= least)
                    (likes, latest) = (likes + 1, entry);
            }

            if (likes >= LeastLikes)
                held.Add(new HeldOutLike(person, entries[latest], latest - starts[person]));
        }

        return held;
    }

    /// <summary>The choices as a matrix.</summary>
    /// <param name="halfLifeDays">After how many days a choice counts half; 0 where its age does not matter.</param>
    /// <param name="heldOut">Choices that are left out.</param>
    public ChoiceMatrix ToMatrix(double halfLifeDays = 0, IReadOnlyList<HeldOutLike>? heldOut = null)
    {
        var leftOut = (heldOut ?? []).Select(like => starts[like.Person] + like.Place).ToHashSet();
        var newest = times.Length == 0 ? 0 : times.Max();
        var keptStarts = new int[starts.Length];
        var keptEntries = new int[Count - leftOut.Count];
        var keptWeights = new float[keptEntries.Length];
        var kept = 0;
        for (var person = 0; person < People; person++)
        {
            for (var entry = starts[person]; entry < starts[person + 1]; entry++)
            {
                if (leftOut.Contains(entry))
                    continue;
                keptEntries[kept] = entries[entry];
                keptWeights[kept++] = weights[entry] * Aged(newest - times[entry], halfLifeDays);
            }

            keptStarts[person + 1] = kept;
        }

        return new ChoiceMatrix(pictures, keptStarts, keptEntries, keptWeights);
    }

    /// <summary>Some of the people, for what a part can tell.</summary>
    public ChoiceHistories Where(IReadOnlyList<int> people)
    {
        var someStarts = new int[people.Count + 1];
        for (var i = 0; i < people.Count; i++)
            someStarts[i + 1] = someStarts[i] + starts[people[i] + 1] - starts[people[i]];
        var (someEntries, someWeights, someTimes) = (new int[someStarts[^1]], new float[someStarts[^1]], new long[someStarts[^1]]);
        for (var i = 0; i < people.Count; i++)
        {
            Entries(people[i]).CopyTo(someEntries.AsSpan(someStarts[i]));
            Weights(people[i]).CopyTo(someWeights.AsSpan(someStarts[i]));
            Times(people[i]).CopyTo(someTimes.AsSpan(someStarts[i]));
        }

        return new ChoiceHistories(pictures, someStarts, someEntries, someWeights, someTimes);
    }

    /// <summary>From the oldest to the newest choice, in days.</summary>
    public double SpanInDays => times.Length == 0 ? 0 : TimeSpan.FromTicks(times.Max() - times.Min()).TotalDays;

    /// <summary>What is left of a weight after some time. It never is nothing.</summary>
    private static float Aged(long ticks, double halfLifeDays) => halfLifeDays == 0
        ? 1
        : (float)Math.Max(1e-3, Math.Pow(0.5, TimeSpan.FromTicks(ticks).TotalDays / halfLifeDays));
}
