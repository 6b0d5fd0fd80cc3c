using System.Text.Json.Serialization;

namespace Kindred.Evaluation.Labels;

/// <summary>How well a gallery's own labels are found by looks alone.</summary>
internal sealed record LabelReport
{
    /// <summary>Images asked about: those whose label at least one other image has.</summary>
    public required int Queries { get; init; }

    /// <summary>Images searched.</summary>
    public required int Images { get; init; }

    /// <summary>Number of labels.</summary>
    public required int Labels { get; init; }

    /// <summary>
    /// Folds the images were dealt into, for a space that was learned from labels; 0 where every image searched all others.
    /// </summary>
    public required int Folds { get; init; }

    /// <summary>Whether near-duplicates of the query were left out of its results.</summary>
    [JsonPropertyName("copiesLeftOut")]
    public required bool NearDuplicatesLeftOut { get; init; }

    /// <summary>Share of the first five results that have the query's label.</summary>
    public required Estimate PrecisionAt5 { get; init; }

    /// <summary>Mean average precision over the first ten.</summary>
    public required Estimate MeanAveragePrecisionAt10 { get; init; }

    /// <summary>Normalized discounted cumulative gain over the first ten.</summary>
    public required Estimate NdcgAt10 { get; init; }

    /// <summary>Precision@5 of the visual space in the same folds; <see langword="null"/> where no space was learned.</summary>
    public required Estimate? VisualPrecisionAt5 { get; init; }

    /// <summary>
    /// Precision@5 of raw embeddings by Euclidean distance, over the whole gallery: the way of 2019. <see langword="null"/> for a gallery
    /// too large for that.
    /// </summary>
    public required Estimate? RawPrecisionAt5 { get; init; }

    /// <summary>
    /// Share of the five pictures of the query's label that look most like it which are still its five nearest of that label in the
    /// learned space; <see langword="null"/> where no space was learned.
    /// </summary>
    public Estimate? LooksKeptAt5 { get; init; }

    /// <summary>
    /// By how much the confidence of the first ten results differs from the share that has the query's label, from 0 to 1, smaller is
    /// better; <see langword="null"/> where no space was learned.
    /// </summary>
    public double? CalibrationError { get; init; }

    /// <summary>On images of labels that were withheld from the fit entirely; <see langword="null"/> where no space was learned.</summary>
    public required SpaceComparison? Withheld { get; init; }

    /// <summary>
    /// With a space taught by made-up users' choices alone, labels hidden; <see langword="null"/> where no space was learned.
    /// </summary>
    public required SpaceComparison? Choices { get; init; }

    /// <summary>Precision that results drawn at random would have.</summary>
    public required double Chance { get; init; }

    /// <summary>Precision@5 by label, worst first, with the number of images that have it.</summary>
    public required IReadOnlyList<LabelPrecision> ByLabel { get; init; }

    /// <summary>The worst lists, worst first, at most one of a label. Not figures: they are to be looked at.</summary>
    public required IReadOnlyList<LabelMiss> Worst { get; init; }
}
