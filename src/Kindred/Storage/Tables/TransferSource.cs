namespace Kindred.Storage.Tables;

/// <summary>What a library is a copy of.</summary>
/// <param name="Location">Where that is, as a person would name it.</param>
/// <param name="State">Which state of it was copied last. It may have changed since, or be somewhere else.</param>
internal readonly record struct TransferSource(string Location, Guid State)
{
    /// <summary>Whether an unfinished copy of this may go on as one of another.</summary>
    public bool MayBe(TransferSource other) =>
        Location == other.Location || (State == other.State && State != Guid.Empty);
}
