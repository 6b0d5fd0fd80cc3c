namespace Kindred.Interactions.Batches;

/// <summary>
/// Interactions of many users on their way into a store. The lists grow from batch to batch of one recording and lose nothing; what is in
/// them is named by at least one row.
/// </summary>
/// <param name="Users">Names of users, without blanks around them, each once.</param>
/// <param name="Pictures">Pictures, each content once for each name that it has.</param>
/// <param name="Kinds">Kinds, each once.</param>
/// <param name="Rows">The interactions, in their order. Those of a kind without a default weight have a weight.</param>
internal sealed record InteractionBatch(
    IReadOnlyList<string> Users, IReadOnlyList<ChosenPicture> Pictures, IReadOnlyList<InteractionKind> Kinds,
    ReadOnlyMemory<InteractionRow> Rows);
