using System.Text.Json.Serialization;
using Kindred.NearDuplicates;

namespace Kindred.Evaluation.NearDuplicates;

/// <summary>How well one of the three kinds of pairs is told from the others.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Altered">Altered pictures that are of this kind to their originals.</param>
/// <param name="Recall">Share of them that were decided to be.</param>
/// <param name="Precision">
/// Of all pairs of an altered picture and an image that were decided to be of this kind, the share that is. Of pairs that are only similar,
/// those with the original are counted: nothing else says what they are. <see langword="null"/> where no pair was.
/// </param>
internal sealed record LikenessScore(
    [property: JsonConverter(typeof(JsonStringEnumConverter<Likeness>))] Likeness Kind,
    [property: JsonPropertyName("pictures")] int Altered,
    Estimate Recall,
    Estimate? Precision);
