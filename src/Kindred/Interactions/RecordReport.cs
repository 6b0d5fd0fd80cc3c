namespace Kindred.Interactions;

/// <summary>What recording choices changed.</summary>
/// <param name="New">Choices that were not there before; one that took the place of its opposite is new.</param>
/// <param name="Updated">Choices that got another weight or time.</param>
/// <param name="AlreadyThere">Choices that were there just so.</param>
public readonly record struct RecordReport(int New, int Updated, int AlreadyThere);
