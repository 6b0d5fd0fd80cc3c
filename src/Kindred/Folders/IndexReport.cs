using Kindred.Embeddings;
using Kindred.Images;

namespace Kindred.Folders;

/// <summary>What indexing did.</summary>
public sealed record IndexReport
{
    /// <summary>Images that are new or changed.</summary>
    public required int Indexed { get; init; }

    /// <summary>Images that other processes, which index the same library, took meanwhile.</summary>
    public int IndexedByOthers { get; init; }

    /// <summary>Images that were as the library knew them.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Images whose files are gone.</summary>
    public required int Removed { get; init; }

    /// <summary>Images whose files have a new name, or whose gallery folder was moved.</summary>
    public required int Renamed { get; init; }

    /// <summary>
    /// Every file of the folder that is no image of the library, with its reason, by path; older failures that still hold included.
    /// </summary>
    public required IReadOnlyList<ImageFailure> Failures { get; init; }

    /// <summary>The model that the embeddings are made with.</summary>
    public required string Model { get; init; }

    /// <summary>Length of an embedding as the model makes it.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Time taken.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether it was stopped before the end. What was done is kept; the next run continues.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>Gallery folders that are gone, and whose images were found in this one.</summary>
    internal IReadOnlyList<MovedFolder> Moved { get; init; } = [];

    /// <summary>That nothing was done.</summary>
    /// <param name="stamp">What the embeddings are made with.</param>
    internal static IndexReport Nothing(EmbedderStamp stamp) => new()
    {
        Indexed = 0,
        Unchanged = 0,
        Removed = 0,
        Renamed = 0,
        Failures = [],
        Model = stamp.Model,
        Dimensions = stamp.Dimensions,
        Elapsed = TimeSpan.Zero,
        Interrupted = false,
    };

    /// <summary>This and what indexing another folder did.</summary>
    internal IndexReport Plus(IndexReport other) => this with
    {
        Indexed = Indexed + other.Indexed,
        IndexedByOthers = IndexedByOthers + other.IndexedByOthers,
        Unchanged = Unchanged + other.Unchanged,
        Removed = Removed + other.Removed,
        Renamed = Renamed + other.Renamed,
        Failures = [.. Failures, .. other.Failures],
        Elapsed = Elapsed + other.Elapsed,
        Interrupted = Interrupted || other.Interrupted,
        Moved = [.. Moved, .. other.Moved],
    };

    /// <summary>This and what another look at the same folder did.</summary>
    internal IndexReport PlusRound(IndexReport next) => next with
    {
        Indexed = Indexed + next.Indexed,
        // What was new at first, and no longer is, was done by this process or by others.
        IndexedByOthers = IndexedByOthers + next.IndexedByOthers
            + Math.Max(0, next.Unchanged - Unchanged - Indexed - Renamed - IndexedByOthers),
        Unchanged = Unchanged,
        Removed = Removed + next.Removed,
        Renamed = Renamed + next.Renamed,
    };

    /// <summary>This and a folder whose pictures wait for the new model, and that is not there to be read.</summary>
    internal IndexReport PlusUnreachable(string folder) => this with
    {
        Failures =
        [
            .. Failures,
            new ImageFailure(folder, folder, "the folder is not there; its pictures wait until it is indexed again", 0, DateTime.MinValue),
        ],
    };
}
