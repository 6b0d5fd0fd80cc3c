using Kindred.Search.Hnsw;

namespace Kindred.NeighborIndexes;

/// <summary>Reports the building of a graph as a step of indexing.</summary>
internal sealed class LinkingProgress : IProgress<int>
{
    private readonly IProgress<StepProgress> _progress;
    private readonly int _total;

    private LinkingProgress(IProgress<StepProgress> progress, int total)
    {
        _progress = progress;
        _total = total;
    }

    /// <summary>Makes one; <see langword="null"/> where there is nobody to tell.</summary>
    public static LinkingProgress? Of(IProgress<StepProgress>? progress, int total) =>
        progress is null ? null : new LinkingProgress(progress, total);

    public void Report(int value) => _progress.Report(new StepProgress(value, _total, Failed: 0) { Step = LibraryStep.Linking });
}
