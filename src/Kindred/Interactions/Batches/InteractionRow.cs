namespace Kindred.Interactions.Batches;

/// <summary>One interaction of a batch, by its places in the batch's lists.</summary>
/// <param name="User">Place of the user.</param>
/// <param name="Picture">Place of the picture.</param>
/// <param name="Kind">Place of the kind.</param>
/// <param name="Weight">
/// How much it counts; <see langword="null"/> leaves what is remembered, and is the kind's default for what is new.
/// </param>
/// <param name="Ticks">When, in .NET ticks in UTC; <see langword="null"/> leaves what is remembered, and is now for what is new.</param>
/// <param name="Number">Its number where it comes from, such as that of its line.</param>
internal readonly record struct InteractionRow(int User, int Picture, int Kind, double? Weight, long? Ticks, int Number);
