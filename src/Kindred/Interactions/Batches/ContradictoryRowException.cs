namespace Kindred.Interactions.Batches;

/// <summary>A picture would be both liked and disliked by somebody, and no time says which of them holds.</summary>
/// <param name="user">Who.</param>
/// <param name="picture">What the picture is called.</param>
/// <param name="number">Number of the row that contradicts an earlier one.</param>
internal sealed class ContradictoryRowException(string user, string picture, int number) : KindredException(
    Fault.OppositeChoice, $"{picture} is both liked and disliked by {user}, and no time says which came last.")
{
    /// <summary>Number of the row that contradicts an earlier one.</summary>
    public int Number { get; } = number;
}
