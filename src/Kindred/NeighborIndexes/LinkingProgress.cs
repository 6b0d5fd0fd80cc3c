using Kindred.Search.Hnsw;

namespace Kindred.NeighborIndexes;

/// <summary>Tells of a graph that is being built as a part of indexing.</summary>
internal sealed class LinkingProgress : IProgress<int>
{
    private readonly IProgress<StepProgress> _progress;
    private readonly int _total;

    private LinkingProgress(IProgress<StepProgress> progress, int total)
    {
        _progress = progress;
        _total = total;
    }

    /// <summary>Makes one, where somebody listens.</summary>
    public static LinkingProgress? Of(IProgress<StepProgress>? progress, int total) =>
        progress is null ? null : new LinkingProgress(progress, total);

    public void Report(int value) => _progress.Report(new StepProgress(value, _total, Failed: 0) { Step = LibraryStep.Linking });
}
