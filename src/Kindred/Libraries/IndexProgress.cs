namespace Kindred.Libraries;

/// <summary>How far indexing has come.</summary>
/// <param name="Done">Files dealt with, failed ones included; after embedding, pictures.</param>
/// <param name="Total">Files to deal with: those that are new or changed; after embedding, pictures.</param>
/// <param name="Failed">Files that failed so far.</param>
public readonly record struct IndexProgress(int Done, int Total, int Failed)
{
    /// <summary>What it is about; each stage counts from 0.</summary>
    public IndexStage Stage { get; init; }
}
