using System.CommandLine;
using Kindred.Cli.Output;
using Kindred.Cli.Reports;
using Kindred.Evaluation;
using Kindred.Search;
using Kindred.Vision.Alterations;
using Kindred.Vision.Decoding;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred evaluate</c>.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string> Task = new("--task")
    {
        Description = "labels: are the most similar pictures of the same kind? users: do made-up users find what they like? "
            + "mixed: has each of a few likes its place? dislikes: does disliking help? "
            + "duplicates: are altered pictures recognized as near-duplicates? "
            + "history: is what the library's users liked last among their ten? all: all of these for which there are "
            + "labels and users enough.",
        HelpName = string.Join('|', EvaluationReport.Tasks) + "|all",
        DefaultValueFactory = _ => "labels",
    };

    private static readonly Option<int> Users = SharedOptions.AtLeastOne(new Option<int>("--users")
    {
        Description = "How many made-up users for each number of tastes.",
        HelpName = "N",
        DefaultValueFactory = _ => 200,
    });

    private static readonly Option<bool> LeaveOutNearDuplicates = new("--leave-out-copies")
    {
        Description = "In the label task, leave near-duplicates of the query out of its results.",
    };

    private static readonly Option<string?> Gate = new("--gate")
    {
        Description = "A JSON file of floors, such as { \"labels.precision@5\": 0.6 }; "
            + "exit code 1 if a figure is below its floor. --json lists the names under figures.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Report = new("--report")
    {
        Description = "Write a report with the figures, examples and the worst lists: DIR/index.html and its pictures.",
        HelpName = "DIR",
    };

    private static readonly Option<int> Seed = SharedOptions.Seed(1);

    public static Command Create()
    {
        var command = new Command(
            "evaluate",
            "Measures how good the recommendations are, by the library's own labels (the folders, or the names up to the first _) "
                + "and by what its users chose.")
        {
            Task, Users, LeaveOutNearDuplicates, Gate, Report, Seed,
        };
        Task.AcceptOnlyFromAmong([.. EvaluationReport.Tasks, "all"]);
        Report.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
                result.AddError("DIR must not be empty");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var gate = parsed.GetValue(Gate) is { } file ? await EvaluationGate.ReadAsync(file, cancellationToken) : null;
        await using var library = await LibraryLocation.OpenAsync(parsed, model: null, cancellationToken);
        using var gallery = await library.OpenGalleryAsync(parsed, cancellationToken);
        var folder = parsed.GetValue(Report) is { } path ? ReportFolder.Create(path) : null;
        var seed = parsed.GetValue(Seed);
        var evaluation = await GalleryEvaluation.OpenAsync(gallery, seed, cancellationToken);
        var report = await JudgeAsync(evaluation, parsed, cancellationToken);
        await evaluation.RecordAsync(report, cancellationToken);
        var missed = gate?.Check(report);
        if (folder is not null)
        {
            var page = new EvaluationPage(report, gallery, await library.ReadStatusAsync(cancellationToken), seed);
            await DrawAsync(page, folder, parsed, cancellationToken);
        }

        var output = SharedOptions.Output(parsed);
        EvaluationLines.Write(output, report);
        if (gate is not null)
            WriteGate(output, gate, missed!);
        if (folder is not null)
        {
            output.Line();
            output.Line($"Drawn in {folder.Page}");
        }

        output.Document(
            new EvaluateDocument(
                parsed.GetRequiredValue(Task), gallery.Stamp.Model, gallery.Stamp.Metric.ToString(),
                gallery.Space.Kind.ToString(), gallery.Space.Dimensions,
                gallery.Images.Count, seed, report.Labels, report.Users, report.Mixed, report.Dislikes, report.NearDuplicates,
                report.History, report.Figures(),
                missed is null ? null : new GateDocument(missed.Count == 0, missed), folder?.Page),
            CliJson.Readable.EvaluateDocument);
        return missed is { Count: > 0 } ? ExitCode.Error : ExitCode.Done;
    }

    private static async Task<EvaluationReport> JudgeAsync(
        GalleryEvaluation evaluation, ParseResult parsed, CancellationToken cancellationToken)
    {
        var task = parsed.GetRequiredValue(Task);
        var users = parsed.GetValue(Users);
        var report = new EvaluationReport();
        var lacksLabels = task == "all" && !evaluation.HasLabels;
        bool Wants(string name) => task == name || (task == "all" && (name == "duplicates" || !lacksLabels));
        ProgressDisplay Display(string unit) => new(unit, parsed.InvocationConfiguration.Error);
        if (lacksLabels)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(
                "kindred: without two labels to judge by, near-duplicates are judged, and what users chose where there is enough of it");
        }

        if (Wants("labels"))
        {
            report = report with
            {
                Labels = await Display("fits").RunAsync("Labels", progress =>
                    evaluation.JudgeLabelsAsync(parsed.GetValue(LeaveOutNearDuplicates), progress, cancellationToken)),
            };
        }

        if (Wants("users"))
        {
            report = report with
            {
                Users = await Display("users").RunAsync(
                    "Users", progress => evaluation.JudgeUsersAsync(users, progress, cancellationToken)),
            };
        }

        if (Wants("mixed"))
        {
            report = report with
            {
                Mixed = await Display("users").RunAsync(
                    "Mixed likes", progress => evaluation.JudgeMixedAsync(users, progress, cancellationToken)),
            };
        }

        if (Wants("dislikes"))
        {
            report = report with
            {
                Dislikes = await Display("users").RunAsync(
                    "Dislikes", progress => evaluation.JudgeDislikesAsync(users, progress, cancellationToken)),
            };
        }

        if (Wants("duplicates"))
        {
            var cases = new AlteredCases(new ImageDecoder());
            report = report with
            {
                NearDuplicates = await Display("altered pictures").RunAsync("Near-duplicates", progress =>
                    evaluation.JudgeNearDuplicatesAsync(
                        AlteredCases.All, (file, name, seed) => cases.Make(file.Span, name, seed), progress, cancellationToken)),
            };
        }

        if (task == "history" || (task == "all" && await evaluation.HasHistoriesAsync(cancellationToken)))
        {
            report = report with
            {
                History = await Display("steps").RunAsync(
                    "Histories", progress => evaluation.JudgeHistoriesAsync(progress, cancellationToken)),
            };
        }

        return report;
    }

    private static Task<bool> DrawAsync(
        EvaluationPage page, ReportFolder folder, ParseResult parsed, CancellationToken cancellationToken) =>
        new ProgressDisplay("pictures", parsed.InvocationConfiguration.Error).RunAsync("Report", async progress =>
        {
            await page.WriteAsync(folder, progress, cancellationToken);
            return true;
        });

    private static void WriteGate(CommandOutput output, EvaluationGate gate, IReadOnlyList<MissedFloor> missed)
    {
        output.Line();
        foreach (var floor in missed)
            output.Line($"below its floor: {floor.Name} is {floor.Figure:0.000}, and should be at least {floor.Floor:0.000}");
        output.Line(
            missed.Count == 0
                ? $"all {gate.Floors.Count} floors hold"
                : $"{missed.Count} of {Plural.Of(gate.Floors.Count, "floor")} {(missed.Count == 1 ? "is" : "are")} missed");
    }
}
