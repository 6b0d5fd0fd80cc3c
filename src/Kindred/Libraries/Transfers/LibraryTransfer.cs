using Kindred.Storage;
using Kindred.Storage.Tables;

namespace Kindred.Libraries.Transfers;

/// <summary>
/// Copies a library to another store, row by row, with all its numbers, and proves that the copy is equal. One that was stopped goes on:
/// rows that are there are compared, and a table in which one differs is copied anew.
/// </summary>
/// <param name="source">The library. Others may change it; what is copied is one moment of it.</param>
/// <param name="target">What is to be the copy.</param>
internal sealed class LibraryTransfer(ILibraryStore source, ITransferTarget target)
{
    /// <summary>Copies the library.</summary>
    /// <param name="progress">Told how many rows are copied or compared, of all that are to be.</param>
    /// <param name="cancellationToken">Stops; the copy is unfinished then, and the next run goes on.</param>
    /// <exception cref="KindredException">There is a library already, an unfinished copy of another, or the copy is not equal.</exception>
    public async Task<TransferReport> RunAsync(IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        await using var reader = await source.OpenTablesAsync(cancellationToken);
        await target.BeginAsync(
            new TransferSource(source.Location, (await reader.ReadStateAsync(cancellationToken)).Token), cancellationToken);
        var rows = new RowProgress(await CountAsync(reader, cancellationToken), progress);
        var tables = new List<TransferredTable>();
        foreach (var table in LibraryTables.All)
            tables.Add(await CopyAsync(reader, table, rows, cancellationToken));
        await CompareAsync(tables, rows, cancellationToken);
        await target.FinishAsync(await ReadLastNumbersAsync(reader, cancellationToken), cancellationToken);
        return new TransferReport(tables);
    }

    /// <summary>How many rows there are to read: of the library, of an unfinished copy, and then of the whole copy.</summary>
    private async Task<long> CountAsync(ITableReader reader, CancellationToken cancellationToken)
    {
        await using var copied = await target.OpenTablesAsync(cancellationToken);
        var count = 0L;
        foreach (var table in LibraryTables.All)
            count += (2 * await reader.CountAsync(table, cancellationToken)) + await copied.CountAsync(table, cancellationToken);
        return count;
    }

    private async Task<TransferredTable> CopyAsync(
        ITableReader reader, LibraryTable table, RowProgress progress, CancellationToken cancellationToken)
    {
        TableDigest before;
        await using (var copied = await target.OpenTablesAsync(cancellationToken))
            before = await RowsDigest.OfAsync(copied, table, rows => progress.Add(rows), cancellationToken);
        if (await TryGoOnAsync(reader, table, before, progress, cancellationToken) is { } continued)
            return new TransferredTable(table, continued, before.Rows);

        await target.EmptyAsync(table, cancellationToken);
        progress.AddAgain(await reader.CountAsync(table, cancellationToken));
        var anew = await TryGoOnAsync(reader, table, before: null, progress, cancellationToken);
        return new TransferredTable(table, anew!.Value, AlreadyThere: 0); // There is nothing that could differ.
    }

    /// <summary>Writes the rows behind those that are there.</summary>
    /// <param name="reader">Reads the library.</param>
    /// <param name="table">The table.</param>
    /// <param name="before">What is there; <see langword="null"/> for nothing.</param>
    /// <param name="progress">Told of each row of the library.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>All that the table has; <see langword="null"/> where what is there differs.</returns>
    private async Task<TableDigest?> TryGoOnAsync(
        ITableReader reader, LibraryTable table, TableDigest? before, RowProgress progress, CancellationToken cancellationToken)
    {
        using var digest = new RowsDigest();
        var there = before?.Rows ?? 0;
        await foreach (var rows in reader.ReadAsync(table, cancellationToken))
        {
            var compared = (int)Math.Min(there, rows.Count);
            digest.Add(rows, 0, compared);
            there -= compared;
            if (compared > 0 && there == 0 && digest.Current != before)
                return null;
            if (compared < rows.Count)
            {
                digest.Add(rows, compared, rows.Count - compared);
                await target.WriteAsync(table, rows, compared, cancellationToken);
            }

            progress.Add(rows.Count);
        }

        return there == 0 ? digest.Current : null;
    }

    private async Task CompareAsync(
        IReadOnlyList<TransferredTable> tables, RowProgress progress, CancellationToken cancellationToken)
    {
        await using var copied = await target.OpenTablesAsync(cancellationToken);
        foreach (var (table, digest, _) in tables)
        {
            if (await RowsDigest.OfAsync(copied, table, rows => progress.Add(rows), cancellationToken) is var found && found != digest)
            {
                throw new KindredException(
                    Fault.LibraryDamaged,
                    $"The table {table} of the copy {target.Location} has other rows than {source.Location}; run it again, which copies "
                    + "the table anew, and see after the disks if that does not help.");
            }
        }
    }

    private static async Task<IReadOnlyDictionary<LibraryTable, long>> ReadLastNumbersAsync(
        ITableReader reader, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<LibraryTable, long>();
        foreach (var table in LibraryTables.All.Where(table => table.HasNumbers))
            numbers[table] = await reader.ReadLastNumberAsync(table, cancellationToken);
        return numbers;
    }
}
