namespace Kindred;

/// <summary>How far a step has come.</summary>
/// <param name="Done">Files dealt with, failed ones included; after embedding, pictures.</param>
/// <param name="Total">Files to deal with: those that are new or changed; after embedding, pictures.</param>
/// <param name="Failed">Files that failed so far.</param>
public readonly record struct StepProgress(int Done, int Total, int Failed)
{
    /// <summary>Which step; each counts from 0.</summary>
    public LibraryStep Step { get; init; }
}
