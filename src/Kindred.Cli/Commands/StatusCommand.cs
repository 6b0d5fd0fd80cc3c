using System.CommandLine;
using System.Runtime.CompilerServices;
using Kindred.Cli.Output;
using Kindred.Cluster.Status;
using Kindred.Evaluation;
using Kindred.Images.Sources;
using Kindred.Libraries;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred status</c>.</summary>
internal static class StatusCommand
{
    /// <summary>What each task is mostly about; --json has them all.</summary>
    private static readonly string[] MainFigures =
    [
        "labels.precision@5", "users.2.tastes.hitRate@10", "users.2.tastes.allTastes@10", "dislikes.tastes.reduction", "duplicates.recall",
        "duplicates.precision", "history.kindred.hitRate@10",
    ];

    /// <summary>Pictures of a label that a space can learn from.</summary>
    private const int LearnableLabel = 8;

    /// <summary>Labels that are named where there are more; --json has them all.</summary>
    private const int MostLabels = 20;

    public static Command Create()
    {
        var command = new Command(
            "status",
            "Says what is in the library: pictures, labels, model, space, what people's choices say, size, the last evaluation and "
                + "failures; and, where servers share it, how they stand.")
        {
            ClusterMembership.Place, ClusterMembership.ClusterId,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var library = await LibraryLocation.OpenAsync(parsed, model: null, cancellationToken);
        var status = await library.ReadStatusAsync(cancellationToken);
        var cluster = await ReadClusterAsync(parsed, library, cancellationToken);
        var output = SharedOptions.Output(parsed);
        Write(output, status, cluster);
        output.Document(ToDocument(status, cluster), CliJson.Readable.LibraryStatusDocument);
        return ExitCode.Done;
    }

    /// <summary>A method of its own: what clusters take is only loaded where it is called.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<ClusterStatusDocument?> ReadClusterAsync(
        ParseResult parsed, Library library, CancellationToken cancellationToken)
    {
        if (ClusterMembership.Find(parsed, library) is not var (connection, id))
            return null;
        var reports = await NodeReports.ReadAsync(connection, id, cancellationToken);
        return reports.Count == 0
            ? null
            : ClusterLines.ToDocument(id, await library.ReadRevisionAsync(cancellationToken), reports);
    }

    private static void Write(CommandOutput output, LibraryStatus status, ClusterStatusDocument? cluster)
    {
        output.Line($"library   {status.Location}, {status.Size / 1e6:N1} MB");
        foreach (var folder in status.Folders)
            output.Line($"folder    {folder}{(FolderName.IsAddress(folder) || Directory.Exists(folder) ? "" : "   (not there)")}");
        output.Line($"pictures  {status.Images:N0}");
        if (status.Labels.Count > 0)
            output.Line($"labels    {Labels(status.Labels)}");
        if (status.Stamp is { } stamp)
        {
            output.Line($"model     {stamp.Model}, weights {stamp.Weights[..8]}, {stamp.Dimensions:N0} numbers, {stamp.Metric}");
            output.Line($"head      {stamp.Head}");
            output.Line($"input     {stamp.Input}");
        }

        output.Line(status.SpaceVersion == 0
            ? $"space     {status.Space}, not fitted"
            : $"space     {status.Space}, {status.SpaceDimensions:N0} numbers, "
                + $"fit {status.SpaceVersion} on {Plural.Of(status.SpaceFittedOn, "picture")}");
        if (status.SpaceGain is { } gain)
        {
            output.Line($"          learning from {Teachers(gain)}: precision@5 {gain.Visual:0.000} by looks, "
                + $"{gain.Learned:0.000} learned, by its own folds"
                + (status.Space == SpaceKind.Learned ? "" : "; looks alone are used"));
        }
        else if (status.WantedSpace == SpaceKind.Learned && status.Images > 0)
        {
            output.Line(status.SpaceVersion == 0 && status.Labels.Count(label => label.Value >= LearnableLabel) > 1
                ? "          not learned yet, for no index run has come to its end: run 'kindred index' again"
                : "          nothing to learn from yet: it takes two labels (folders) of eight pictures each, or some dozens of likes");
        }

        ChoicesLines.Write(output, status.Choices);
        output.Line($"search    {WaySearched(status, cluster)}"
            + $"{(status.WantedSearch == SearchKind.Auto ? "" : ", as set")}, "
            + (status.Vectors == VectorPrecision.Int8
                ? "one byte a number (int8), ranked again exactly"
                : "four bytes a number (float32)"));
        if (status.Evaluation is { } evaluation)
            WriteEvaluation(output, evaluation, status.IsEvaluationCurrent);
        if (status.Damage.Pages > 0)
            output.Line($"damaged   {Plural.Of(status.Damage.Pages, "page")} of the library's file that this command read");
        if (cluster is not null)
            ClusterLines.Write(output, cluster);
        output.Line($"failures  {status.Failures.Count:N0}");
        foreach (var failure in status.Failures)
            output.Line($"  {failure.Path}: {failure.Reason}");
    }

    private static string Labels(IReadOnlyList<KeyValuePair<string, int>> labels)
    {
        var named = labels.Count <= MostLabels ? labels : labels.OrderByDescending(label => label.Value).Take(MostLabels);
        var list = string.Join(", ", named.Select(label => $"{label.Key} {label.Value:N0}"));
        return labels.Count <= MostLabels ? list : $"{list}, and {labels.Count - MostLabels:N0} more";
    }

    private static string WaySearched(LibraryStatus status, ClusterStatusDocument? cluster) =>
        AwaitsGraph(status, cluster) == true ? "exact on this machine until the graph (HNSW) is linked"
        : status.Search == SearchKind.Hnsw ? "by a graph (HNSW)"
        : "exact";

    /// <summary>Servers that share the searching have graphs of their own, of which this machine knows nothing.</summary>
    private static bool? AwaitsGraph(LibraryStatus status, ClusterStatusDocument? cluster) => cluster is null ? status.AwaitsGraph : null;

    private static void WriteEvaluation(CommandOutput output, LastEvaluation evaluation, bool isCurrent)
    {
        output.Line($"evaluated {evaluation.Time:yyyy-MM-dd HH:mm} UTC, seed {evaluation.Seed}, "
            + $"{Plural.Of(evaluation.Images, "picture")}{(isCurrent ? "" : "; the library has changed since")}");
        var figures = MainFigures
            .Where(evaluation.Figures.ContainsKey)
            .Select(name => $"{name} {evaluation.Figures[name]:0.000}")
            .ToArray();
        if (figures.Length > 0)
            output.Line($"          {string.Join(", ", figures)}");
    }

    private static string Teachers(SpaceGain gain) => string.Join(
        " and ",
        ((string[])[Counted(gain.Labels, "label"), Counted(gain.Tastes, "taste")]).Where(part => part.Length > 0));

    private static string Counted(int count, string what) => count == 0 ? "" : $"{count:N0} {what}{(count == 1 ? "" : "s")}";

    private static LibraryStatusDocument ToDocument(LibraryStatus status, ClusterStatusDocument? cluster) => new(
        status.Location, status.Size, status.Folders, status.Images,
        status.Labels.ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal),
        status.Stamp is { } stamp
            ? new ModelStampDocument(stamp.Model, stamp.Weights, stamp.Head, stamp.Input, stamp.Metric.ToString(), stamp.Dimensions)
            : null,
        new FittedSpaceDocument(
            status.Space.ToString(), status.WantedSpace.ToString(), status.SpaceVersion, status.SpaceFittedOn, status.SpaceDimensions,
            status.SpaceGain),
        ChoicesLines.ToDocument(status.Choices),
        new SearchDocument(
            status.Search.ToString(), status.WantedSearch.ToString(), AwaitsGraph(status, cluster), status.Vectors.ToString()),
        status.Evaluation is { } evaluation
            ? new LastEvaluationDocument(
                evaluation.Time.UtcDateTime.ToString("O"), status.IsEvaluationCurrent, evaluation.Seed,
                evaluation.Images, evaluation.Space.ToString(),
                evaluation.SpaceVersion, evaluation.Figures)
            : null,
        status.Damage.Pages, cluster,
        [.. status.Failures.Select(failure => new FailureEntry(failure.Path, failure.Reason))]);
}
