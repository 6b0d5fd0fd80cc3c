using System.CommandLine;
using Kindred.Cli.Output;
using Kindred.Search;
using Kindred.Vision.Models;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred models list|show|pull|check</c>.</summary>
internal static class ModelsCommand
{
    private static readonly Argument<string> Id = new("ID") { Description = "A model of 'kindred models list'." };
    private static readonly Argument<string?> OptionalId = new("ID")
    {
        Description = "A model of 'kindred models list'; all that are on this machine where none is named.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<Uri?> From = new("--from")
    {
        Description = "Download the file from this address instead of the catalog's; size and SHA-256 must be the same.",
        HelpName = "URL",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                return address;
            result.AddError($"{result.Tokens[0].Value} is not an http or https address");
            return null;
        },
    };

    public static Command Create() => new("models", "Lists, shows, downloads and checks the models that turn pictures into numbers.")
    {
        Verb("list", "Lists the models of the catalog.", List),
        Verb("show", "Says all there is to say about a model.", Show, Id),
        Verb("pull", "Downloads a model's weights. Continues where an earlier download stopped.", PullAsync, Id, From),
        Verb("check", "Compares weights on this machine with the catalog's sizes and SHA-256.", Check, OptionalId),
    };

    private static Command Verb(
        string name, string description, Func<ParseResult, CancellationToken, Task<int>> action, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var argument in symbols.OfType<Argument>())
            command.Add(argument);
        foreach (var option in symbols.OfType<Option>())
            command.Add(option);
        command.SetAction(action);
        return command;
    }

    private static Task<int> List(ParseResult parsed, CancellationToken cancellationToken)
    {
        var models = ModelCatalog.Default.Models.Select(model =>
        {
            var weights = ModelCatalog.Default.FindWeights(model.Weights);
            return new ModelEntry(
                model.Id, model.IsDefault, weights.Id, model.Description, weights.Bytes, ModelStore.Default.TryLocate(weights) is not null);
        }).ToList();
        var output = SharedOptions.Output(parsed);
        var width = models.Max(model => model.Id.Length);
        foreach (var model in models)
        {
            output.Line($"{(model.Default ? '*' : ' ')} {model.Id.PadRight(width)}  {model.Bytes / 1e6,5:N0} MB  "
                + $"{(model.Here ? "here    " : "not here")}  {model.Description}");
        }

        output.Line("* is used where no model is named. Weights that are not here: kindred models show ID says how to get them.");
        output.Document(new ModelsDocument(models), CliJson.Readable.ModelsDocument);
        return Task.FromResult(ExitCode.Done);
    }

    private static Task<int> Show(ParseResult parsed, CancellationToken cancellationToken)
    {
        var model = ModelCatalog.Default.Find(parsed.GetRequiredValue(Id));
        var weights = ModelCatalog.Default.FindWeights(model.Weights);
        var here = ModelStore.Default.TryLocate(weights);
        var origin = weights.Origin.Url?.ToString() ?? $"npm {weights.Origin.Npm}";
        var output = SharedOptions.Output(parsed);
        output.Line($"{model.Id}: {model.Description}");
        output.Line($"weights     {weights.Id}: {weights.Description}");
        output.Line($"trained on  {weights.TrainedOn}");
        output.Line($"licence     {weights.Licence}");
        output.Line($"from        {origin}, {weights.Bytes:N0} bytes");
        var missing = weights.Origin.Url is null ? "no; get them with ./try.sh" : $"no; get them with: kindred models pull {model.Id}";
        output.Line($"here        {here ?? missing}");
        output.Line($"input       {model.Input}");
        output.Line($"head        {model.Head}");
        output.Line($"compared    {model.Metric}, space {model.Space}");
        output.Document(
            new ModelDocument(
                model.Id, model.IsDefault, model.Description, weights.Id, weights.TrainedOn, weights.Licence, origin, weights.Bytes,
                [.. weights.Files.Select(file => file.Name)], here, model.Head.ToString(), model.Input.ToString(),
                model.Metric.ToString(), model.Space.ToString()),
            CliJson.Readable.ModelDocument);
        return Task.FromResult(ExitCode.Done);
    }

    private static async Task<int> PullAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var model = ModelCatalog.Default.Find(parsed.GetRequiredValue(Id));
        var weights = ModelCatalog.Default.FindWeights(model.Weights);
        if (parsed.GetValue(From) is { } address)
            weights = weights with { Origin = new WeightsOrigin { Url = address } };

        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        var display = new ProgressDisplay("MB", parsed.InvocationConfiguration.Error);
        var file = await display.RunAsync("Downloading", progress =>
            new ModelDownload(client).PullAsync(weights, ModelStore.Default.Downloads, new Megabytes(progress), cancellationToken));

        var output = SharedOptions.Output(parsed);
        output.Line($"{weights.Id} is here: {file}");
        output.Document(new PullDocument(weights.Id, file, weights.Bytes), CliJson.Readable.PullDocument);
        return ExitCode.Done;
    }

    private static Task<int> Check(ParseResult parsed, CancellationToken cancellationToken)
    {
        var named = parsed.GetValue(OptionalId);
        var checkedWeights = named is null
            ? ModelCatalog.Default.Weights
            : [ModelCatalog.Default.FindWeights(ModelCatalog.Default.Find(named).Weights)];
        var output = SharedOptions.Output(parsed);
        var entries = new List<CheckEntry>();
        foreach (var weights in checkedWeights)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var absent = !ModelStore.Default.HasAny(weights);
            var faults = absent ? [] : ModelStore.Default.Check(weights);
            entries.Add(absent
                ? new CheckEntry(weights.Id, "absent", "not on this machine")
                : new CheckEntry(
                    weights.Id,
                    faults.Count == 0 ? "right" : "wrong",
                    faults.Count == 0 ? "size and SHA-256 as in the catalog" : string.Join("; ", faults)));
        }

        foreach (var entry in entries)
            output.Line($"{entry.State,-6}  {entry.Weights}: {entry.Detail}");
        output.Document(new CheckDocument(entries), CliJson.Readable.CheckDocument);

        // Absent weights are only a fault where somebody asked for them by name.
        var wrong = entries.Exists(entry => entry.State == "wrong" || (named is not null && entry.State == "absent"));
        return Task.FromResult(wrong ? ExitCode.Error : ExitCode.Done);
    }

    /// <summary>Turns bytes into megabytes of progress.</summary>
    private sealed class Megabytes(IProgress<StepProgress> progress) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) =>
            progress.Report(new StepProgress((int)(value.Bytes / 1_000_000), (int)(value.Total / 1_000_000), Failed: 0));
    }
}
