using Kindred.Evaluation.Dislikes;
using Kindred.Evaluation.Histories;
using Kindred.Evaluation.Labels;
using Kindred.Evaluation.Mixed;
using Kindred.Evaluation.NearDuplicates;
using Kindred.Evaluation.Users;

namespace Kindred.Evaluation;

/// <summary>What was judged; a task that was not is <see langword="null"/>.</summary>
internal sealed record EvaluationReport
{
    /// <summary>What can be judged, as figures' names begin, in their order.</summary>
    public static IReadOnlyList<string> Tasks { get; } = ["labels", "users", "mixed", "dislikes", "duplicates", "history"];

    /// <summary>The label task.</summary>
    public LabelReport? Labels { get; init; }

    /// <summary>The user task.</summary>
    public UserReport? Users { get; init; }

    /// <summary>The mixed task.</summary>
    public MixedReport? Mixed { get; init; }

    /// <summary>The dislike task.</summary>
    public DislikeReport? Dislikes { get; init; }

    /// <summary>The near-duplicate task, which users know as <c>duplicates</c>.</summary>
    public NearDuplicateReport? NearDuplicates { get; init; }

    /// <summary>The history task.</summary>
    public HistoryReport? History { get; init; }

    /// <summary>Whether a task of <see cref="Tasks"/> was judged.</summary>
    public bool Has(string task) => task switch
    {
        "labels" => Labels is not null,
        "users" => Users is not null,
        "mixed" => Mixed is not null,
        "dislikes" => Dislikes is not null,
        "duplicates" => NearDuplicates is not null,
        "history" => History is not null,
        _ => false,
    };

    /// <summary>
    /// The figures by name, all of them better when larger, in the order of the tasks: what an <see cref="EvaluationGate"/> is about.
    /// </summary>
    public IReadOnlyDictionary<string, double> Figures()
    {
        var figures = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        if (Labels is { } labels)
        {
            figures.Add("labels.precision@5", labels.PrecisionAt5.Mean);
            figures.Add("labels.mAP@10", labels.MeanAveragePrecisionAt10.Mean);
            figures.Add("labels.nDCG@10", labels.NdcgAt10.Mean);
            Add("labels.gain", labels.PrecisionAt5.Mean - labels.VisualPrecisionAt5?.Mean);
            Add("labels.withheld.gain", labels.Withheld?.Learned.Mean - labels.Withheld?.Visual.Mean);
            Add("labels.looksKept@5", labels.LooksKeptAt5?.Mean);
            Add("labels.choices.gain", labels.Choices?.Learned.Mean - labels.Choices?.Visual.Mean);
        }

        foreach (var row in Users?.Rows ?? [])
        {
            var name = $"users.{row.Tastes}.{row.Method}";
            figures.Add($"{name}.hitRate@10", row.HitRateAt10.Mean);
            figures.Add($"{name}.allTastes@10", row.AllTastesAt10.Mean);
            figures.Add($"{name}.precision@10", row.PrecisionAt10.Mean);
            figures.Add($"{name}.diversity", row.Diversity.Mean);
            figures.Add($"{name}.coverage", row.Coverage);
        }

        foreach (var row in Mixed?.Rows ?? [])
        {
            var name = $"mixed.{row.Space}.{row.Likes}";
            figures.Add($"{name}.allKinds@10", row.AllKindsAt10.Mean);
            figures.Add($"{name}.precision@10", row.PrecisionAt10.Mean);
            figures.Add($"{name}.keptAfterDislike", row.KeptAfterDislike.Mean);
        }

        foreach (var row in Dislikes?.Rows ?? [])
            figures.Add($"dislikes.{row.Method}.reduction", 1 - row.ShareLeft.Mean);
        foreach (var row in Dislikes?.Single ?? [])
        {
            figures.Add($"dislikes.{row.Method}.single.kept", row.Kept.Mean);
            figures.Add($"dislikes.{row.Method}.single.nearestGone", 1 - row.NearestAfter.Mean);
            figures.Add($"dislikes.{row.Method}.single.leftAlone", row.LeftAlone.Mean);
        }

        if (NearDuplicates is { } duplicates)
        {
            figures.Add("duplicates.recall", duplicates.Recall.Mean);
            Add("duplicates.precision", duplicates.Precision?.Mean);
            foreach (var score in duplicates.Kinds)
            {
                var name = score.Kind.ToString();
                figures.Add($"duplicates.kinds.{name}.recall", score.Recall.Mean);
                Add($"duplicates.kinds.{name}.precision", score.Precision?.Mean);
            }

            foreach (var row in duplicates.ByTransformation)
                figures.Add($"duplicates.{row.Transformation}.recall", row.Recall.Mean);
        }

        foreach (var row in History?.Rows ?? [])
        {
            var name = $"history.{row.Method}";
            figures.Add($"{name}.hitRate@10", row.HitRateAt10.Mean);
            figures.Add($"{name}.nDCG@10", row.NdcgAt10.Mean);
            figures.Add($"{name}.recall@50", row.RecallAt50.Mean);
            Add($"{name}.coverage", row.Coverage);
        }

        foreach (var row in History?.Cold?.Rows ?? [])
        {
            figures.Add($"history.cold.{row.Method}.auc", row.Auc.Mean);
            figures.Add($"history.cold.{row.Method}.hitRate@10", row.HitRateAt10.Mean);
        }

        return figures;

        void Add(string name, double? value)
        {
            if (value is { } known)
                figures.Add(name, known);
        }
    }
}
