namespace Kindred.Interactions.Batches;

/// <summary>
/// Interactions of all users as they are read to learn from: columns, without names and without an object for each. Row i is at place i
/// of every column.
/// </summary>
/// <param name="capacity">The most rows.</param>
internal sealed class InteractionBlock(int capacity)
{
    /// <summary>How many rows there are; what stands behind them in the columns means nothing.</summary>
    public int Count { get; set; }

    /// <summary>Numbers of users, see <see cref="IInteractionStore.FindUserNumberAsync"/>.</summary>
    public int[] Users { get; } = new int[capacity];

    /// <summary>Places of pictures in <see cref="IInteractionStore.ReadChosenPicturesAsync"/>.</summary>
    public int[] Pictures { get; } = new int[capacity];

    /// <summary>
    /// How much each speaks for the picture: its weight for likes and events, less than 0 for dislikes, 0 for what was only seen.
    /// </summary>
    public float[] Weights { get; } = new float[capacity];

    /// <summary>When, in .NET ticks in UTC.</summary>
    public long[] Ticks { get; } = new long[capacity];
}
