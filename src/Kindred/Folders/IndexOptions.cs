using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Folders;

/// <summary>How to index a folder.</summary>
public sealed record IndexOptions
{
    /// <summary>Embeds every picture again, and lets another model take over a library.</summary>
    public bool Force { get; init; }

    /// <summary>Takes a gallery folder that is no longer there out of the library, instead of refusing.</summary>
    public bool RemoveMissing { get; init; }

    /// <summary>Fits the space anew even if the gallery has not outgrown it.</summary>
    public bool Refit { get; init; }

    /// <summary>
    /// Whether the library is prepared for searching at the end; default yes. Where several processes index one library, it is enough that
    /// one of them does.
    /// </summary>
    public bool Prepare { get; init; } = true;

    /// <summary>Whether preparing links a graph where one is missing; default yes. Without it every picture is compared.</summary>
    internal bool LinksGraph { get; init; } = true;

    /// <summary>The space to search in from now on; <see langword="null"/> leaves it as it is, or as the model wants it.</summary>
    public SpaceKind? Space { get; init; }

    /// <summary>How the nearest are found from now on; <see langword="null"/> leaves it as it is.</summary>
    public SearchKind? Search { get; init; }

    /// <summary>What searches compare from now on; <see langword="null"/> leaves it as it is.</summary>
    public VectorPrecision? Vectors { get; init; }

    /// <summary>Takes only so many files, the first by path; <see langword="null"/> takes all.</summary>
    public int? Limit { get; init; }
}
