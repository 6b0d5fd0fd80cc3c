using System.Text.Json;
using Kindred.Derived;
using Kindred.Galleries;
using Kindred.Spaces;

namespace Kindred.Evaluation;

/// <summary>How good a library's recommendations were found to be when they were judged last.</summary>
internal sealed record LastEvaluation
{
    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Seed of everything that was drawn by chance.</summary>
    public required int Seed { get; init; }

    /// <summary>Number of images that were judged.</summary>
    public required int Images { get; init; }

    /// <summary>The space that was in use.</summary>
    public required SpaceKind Space { get; init; }

    /// <summary>Number of its fit; 0 where nothing was fitted.</summary>
    public required int SpaceVersion { get; init; }

    /// <summary>
    /// The figures of <see cref="EvaluationReport.Figures"/> that are numbers, in their order. A task that was not judged this time has
    /// those of an earlier time, with the seed of then, if the gallery was in the same state.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Figures { get; init; }

    /// <summary>How a library keeps it, with the state of the gallery that was judged.</summary>
    internal static DerivedKind<GalleryState, LastEvaluation> Kept { get; } = new(
        "evaluation", isShown: false, GalleryJson.Default.GalleryState, evaluation => evaluation.Write(),
        (_, bytes) => Read(bytes.Span));

    /// <summary>The figures of a new report, with those of the tasks it did not judge from here.</summary>
    internal static IReadOnlyDictionary<string, double> Merge(IReadOnlyDictionary<string, double>? earlier, EvaluationReport report)
    {
        var figures = report.Figures();
        var merged = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var task in EvaluationReport.Tasks)
        {
            var source = report.Has(task) ? figures : earlier ?? figures;
            foreach (var (name, figure) in source.Where(entry => entry.Key.StartsWith(task + ".", StringComparison.Ordinal)))
            {
                if (double.IsFinite(figure))
                    merged.Add(name, figure);
            }
        }

        return merged;
    }

    private static LastEvaluation Read(ReadOnlySpan<byte> json)
    {
        var evaluation = JsonSerializer.Deserialize(json, EvaluationJson.Default.LastEvaluation)
            ?? throw new InvalidDataException("There is no evaluation.");
        return evaluation with { Figures = new OrderedDictionary<string, double>(evaluation.Figures, StringComparer.Ordinal) };
    }

    private byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, EvaluationJson.Default.LastEvaluation);
}
