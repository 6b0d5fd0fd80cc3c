namespace Kindred.Interactions.Recording;

/// <summary>A row of the table of interactions, of one user and picture.</summary>
/// <param name="Kind">Number of its kind.</param>
/// <param name="Ticks">When, in .NET ticks in UTC.</param>
/// <param name="Weight">How much it counts; <see langword="null"/> where that is as usual for its kind.</param>
internal readonly record struct WrittenInteraction(int Kind, long Ticks, double? Weight)
{
    /// <summary>Whether it is a like, a dislike or seen, of which a user has one for a picture.</summary>
    public bool IsChoice => Kind <= KindNumbers.Seen;

    /// <summary>The kind that it cannot stand beside; 0 for none.</summary>
    public static int OppositeOf(int kind) => kind switch
    {
        KindNumbers.Like => KindNumbers.Dislike,
        KindNumbers.Dislike => KindNumbers.Like,
        _ => 0,
    };
}
