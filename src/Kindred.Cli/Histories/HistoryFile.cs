using Kindred.Cli.Output;
using Kindred.Cli.Tables;
using Kindred.Interactions;

namespace Kindred.Cli.Histories;

/// <summary>Writes a file with interactions of many users.</summary>
internal static class HistoryFile
{
    /// <summary>Writes interactions to a file that appears when it is whole.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> WriteAsync(string path, IAsyncEnumerable<Interaction> interactions, CancellationToken cancellationToken)
    {
        var count = 0;
        await WholeFile.WriteAsync(path, async file => count = TableFormats.Of(path) switch
        {
            TableFormat.Csv => await HistoryCsv.WriteAsync(
                interactions, file, TableFile.SeparatorOf(path), cancellationToken),
            TableFormat.JsonLines => await HistoryJsonLines.WriteAsync(interactions, file, cancellationToken),
            _ => await HistoryParquet.WriteAsync(interactions, file, cancellationToken),
        });
        return count;
    }
}
