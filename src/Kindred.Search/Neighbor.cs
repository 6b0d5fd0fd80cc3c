namespace Kindred.Search;

/// <summary>One result of a search.</summary>
/// <param name="Id">Position in the index that was searched, from 0.</param>
/// <param name="Distance">How far it is from the query, in the index's metric; smaller is nearer.</param>
public readonly record struct Neighbor(int Id, float Distance) : IComparable<Neighbor>
{
    /// <summary>Nearest first, ties by id.</summary>
    public int CompareTo(Neighbor other)
    {
        var byDistance = Distance.CompareTo(other.Distance);
        return byDistance != 0 ? byDistance : Id.CompareTo(other.Id);
    }

    /// <summary>The same as a score; larger is nearer. See <see cref="Metric"/>.</summary>
    public float Score(Metric metric) => metric == Metric.Cosine ? 1 - Distance : 1 / (1 + Distance);

    /// <summary>True when <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(Neighbor left, Neighbor right) => left.CompareTo(right) < 0;

    /// <summary>True when <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(Neighbor left, Neighbor right) => left.CompareTo(right) > 0;

    /// <summary>True when <paramref name="left"/> does not come after <paramref name="right"/>.</summary>
    public static bool operator <=(Neighbor left, Neighbor right) => left.CompareTo(right) <= 0;

    /// <summary>True when <paramref name="left"/> does not come before <paramref name="right"/>.</summary>
    public static bool operator >=(Neighbor left, Neighbor right) => left.CompareTo(right) >= 0;
}
