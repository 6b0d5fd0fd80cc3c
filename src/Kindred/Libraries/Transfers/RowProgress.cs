namespace Kindred.Libraries.Transfers;

/// <summary>Counts rows, and reports how many of all there are.</summary>
/// <param name="total">How many rows there are.</param>
/// <param name="progress">Whom to tell.</param>
internal sealed class RowProgress(long total, IProgress<StepProgress>? progress)
{
    private long _total = total;
    private long _done;

    /// <summary>So many more rows are dealt with.</summary>
    public void Add(long rows)
    {
        _done += rows;
        progress?.Report(new StepProgress(
            (int)Math.Min(_done, int.MaxValue), (int)Math.Min(Math.Max(_total, _done), int.MaxValue), Failed: 0));
    }

    /// <summary>So many rows have to be dealt with once more.</summary>
    public void AddAgain(long rows) => _total += rows;
}
