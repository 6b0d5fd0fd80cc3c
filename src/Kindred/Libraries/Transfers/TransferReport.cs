namespace Kindred.Libraries.Transfers;

/// <summary>What copying a library to another store did.</summary>
/// <param name="Tables">All tables, in the order in which they were copied.</param>
internal sealed record TransferReport(IReadOnlyList<TransferredTable> Tables)
{
    /// <summary>How many rows the library has.</summary>
    public long Rows => Tables.Sum(table => table.Digest.Rows);

    /// <summary>How many of them an unfinished copy had.</summary>
    public long AlreadyThere => Tables.Sum(table => table.AlreadyThere);
}
