using Kindred.Embeddings;
using Kindred.Evaluation;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Libraries;

/// <summary>A library at a glance.</summary>
public sealed record LibraryStatus
{
    /// <summary>Where it is.</summary>
    public required string Location { get; init; }

    /// <summary>Bytes it takes on disk.</summary>
    public required long Size { get; init; }

    /// <summary>Absolute paths of its gallery folders.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>Number of images.</summary>
    public required int Images { get; init; }

    /// <summary>Labels with their number of images, by name; images without one are not counted.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> Labels { get; init; }

    /// <summary>What the embeddings are made with; <see langword="null"/> for a library that is still empty.</summary>
    internal EmbedderStamp? Stamp { get; init; }

    /// <summary>The space that is in use.</summary>
    public required SpaceKind Space { get; init; }

    /// <summary>The space that was asked for: <see cref="SpaceKind.Learned"/> stays visual where labels teach nothing.</summary>
    public required SpaceKind WantedSpace { get; init; }

    /// <summary>What learning from labels gained, or would have; <see langword="null"/> where there was nothing to learn from.</summary>
    internal SpaceGain? SpaceGain { get; init; }

    /// <summary>What was found of what people choose together.</summary>
    public required ChoicesStatus Choices { get; init; }

    /// <summary>Number of the fit that is in use; 0 where none is.</summary>
    public required int SpaceVersion { get; init; }

    /// <summary>Images the space was fitted for.</summary>
    public required int SpaceFittedOn { get; init; }

    /// <summary>Length of an embedding in the space.</summary>
    public required int SpaceDimensions { get; init; }

    /// <summary>How the nearest are found: <see cref="SearchKind.Flat"/> or <see cref="SearchKind.Hnsw"/>.</summary>
    public required SearchKind Search { get; init; }

    /// <summary>How they are to be found: <see cref="SearchKind.Auto"/> where that depends on the number of images.</summary>
    public required SearchKind WantedSearch { get; init; }

    /// <summary>
    /// Whether this machine has no graph yet where <see cref="Search"/> is <see cref="SearchKind.Hnsw"/>: every embedding is compared until
    /// then.
    /// </summary>
    public required bool AwaitsGraph { get; init; }

    /// <summary>What searches compare.</summary>
    public required VectorPrecision Vectors { get; init; }

    /// <summary>How good the recommendations were found to be last; <see langword="null"/> where nobody has asked yet.</summary>
    internal LastEvaluation? Evaluation { get; init; }

    /// <summary>Whether <see cref="Evaluation"/> is about the library as it is now.</summary>
    internal bool IsEvaluationCurrent { get; init; }

    /// <summary>Damage of the library's file that was met since it was opened.</summary>
    public required StoreDamage Damage { get; init; }

    /// <summary>Files that are no images, with reasons, by path.</summary>
    public required IReadOnlyList<ImageFailure> Failures { get; init; }
}
