using System.CommandLine;
using System.Globalization;
using Kindred.Interactions;
using Kindred.Interactions.Batches;

namespace Kindred.Cli.Histories;

/// <summary>Options of an import of many users.</summary>
internal sealed class HistoryOptions
{
    private static readonly BatchOptions Usual = new();

    private readonly Option<double?> _likeFrom = new("--like-from")
    {
        Description = "Import: ratings from here on are likes. Default: 4, of five stars.",
        HelpName = "R",
    };

    private readonly Option<double?> _dislikeTo = new("--dislike-to")
    {
        Description = "Import: ratings up to here are dislikes; those between the two were seen. Default: 2.",
        HelpName = "R",
    };

    private readonly Option<string[]> _weights = new("--kind-weight")
    {
        Description = "Import: what a kind counts where a row has no weight, from 0.001 to 1000, such as wish-list=0.7. May be repeated. "
            + "Defaults: view 0.2, cart 0.6, purchase 1; events from 0.5 on count as likes.",
        HelpName = "KIND=W",
    };

    private readonly Option<bool> _skipUnknown = new("--skip-unknown")
    {
        Description = "Import: skip rows about pictures that the library does not have.",
    };

    public HistoryOptions() => _weights.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            if (Weight(token.Value) is null)
                result.AddError($"--kind-weight must look like wish-list=0.7, with a weight from 0.001 to 1000, not '{token.Value}'");
        }
    });

    /// <summary>The options, in the order in which they are explained.</summary>
    public IReadOnlyList<Option> All => [_likeFrom, _dislikeTo, _weights, _skipUnknown];

    /// <summary>Says what is wrong with the thresholds, if anything.</summary>
    public string? Fault(System.CommandLine.Parsing.CommandResult result) =>
        (result.GetValue(_likeFrom) ?? Usual.LikeFrom) > (result.GetValue(_dislikeTo) ?? Usual.DislikeTo)
            ? null
            : "--dislike-to must be less than --like-from";

    public BatchOptions Read(ParseResult parsed) => new()
    {
        LikeFrom = parsed.GetValue(_likeFrom) ?? Usual.LikeFrom,
        DislikeTo = parsed.GetValue(_dislikeTo) ?? Usual.DislikeTo,
        SkipsUnknown = parsed.GetValue(_skipUnknown),
        Weights = (parsed.GetValue(_weights) ?? []).Select(text => Weight(text)!.Value) // The validator has read it.
            .GroupBy(weight => weight.Kind, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Weight, StringComparer.Ordinal),
    };

    private static (string Kind, double Weight)? Weight(string text) =>
        text.Split('=') is [var name, var number] && InteractionKind.TryParse(name, provider: null, out var kind)
            && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
            && InteractionWeight.Fault(weight) is null
            ? (kind.Name, weight)
            : null;
}
