using System.CommandLine;
using System.Globalization;
using Kindred.Attributes;
using Kindred.Cli.Output;
using Kindred.Colors;
using Kindred.Libraries;
using Kindred.Memory;
using Kindred.NearDuplicates;

namespace Kindred.Cli;

/// <summary>Options that several verbs have.</summary>
internal static class SharedOptions
{
    /// <summary>Verbs that do something, and say in summary what; what others say is the answer that was asked for.</summary>
    private static readonly HashSet<string> Doing =
        new(["sample", "join", "index", "like", "dislike", "seen", "forget", "neighbors", "pull"], StringComparer.Ordinal);

    public static Option<string?> Library { get; } = new("--library", "-l")
    {
        Description = "The library's folder, or postgres://USER@HOST/DATABASE. "
            + "Default: KINDRED_LIBRARY, else the nearest .kindred folder from here upwards.",
        HelpName = "DIR|ADDRESS",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write one JSON document to standard output instead of text.",
        Recursive = true,
    };

    public static Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Print only results and errors: no progress, and no summary of what was done.",
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = CreateVerbose();

    public static Option<string?> Model() => new("--model", "-m")
    {
        Description = "A model from 'kindred models list', or an .onnx file. "
            + "Default: the library's own, or the catalog's default for a new one.",
        HelpName = "ID|FILE",
    };

    public static Option<int> Count(string description, int standard) => AtLeastOne(new Option<int>("--count", "-k")
    {
        Description = description,
        HelpName = "K",
        DefaultValueFactory = _ => standard,
    });

    public static Option<string> User(string description, bool required) => new("--user", "-u")
    {
        Description = description,
        HelpName = "NAME",
        Required = required,
    };

    /// <summary>Pictures that are in the library, by name or by file.</summary>
    public static Argument<string[]> Pictures(ArgumentArity arity)
    {
        var argument = new Argument<string[]>("IMAGE")
        {
            Description = "Pictures' names in the library (sofa/1.jpg, or 1.jpg where only one is called that), "
                + "or files with the same content.",
            Arity = arity,
        };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
                result.AddError("IMAGE must not be empty");
        });
        return argument;
    }

    public static Option<string?> Sheet()
    {
        var option = new Option<string?>("--sheet")
        {
            Description = "Draw the result as a picture.",
            HelpName = "FILE.png",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !token.Value.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
                result.AddError($"{token.Value} must end in .png");
        });
        return option;
    }

    /// <summary>How many places pictures of one thing take.</summary>
    public static Option<string> Variants() => new("--variants")
    {
        Description = "grouped: pictures of one thing in several colors share one place. all: each has its own.",
        HelpName = "grouped|all",
        DefaultValueFactory = _ => NameOf(VariantPlaces.Grouped),
        CustomParser = result =>
        {
            if (Enum.TryParse<VariantPlaces>(result.Tokens[0].Value, ignoreCase: true, out var places) && Enum.IsDefined(places))
                return NameOf(places);
            result.AddError($"{result.Tokens[0].Value} is not understood; it must be grouped or all");
            return null;
        },
    };

    /// <summary>What a command was told by <see cref="Variants"/>.</summary>
    public static VariantPlaces Places(ParseResult parsed, Option<string> variants) =>
        Enum.Parse<VariantPlaces>(parsed.GetRequiredValue(variants), ignoreCase: true);

    // As it is typed, for help shows it.
    private static string NameOf(VariantPlaces places) => places.ToString().ToLowerInvariant();

    public static Option<int> Seed(int standard) => new("--seed")
    {
        Description = "Seed of everything random; the same seed gives the same result.",
        HelpName = "S",
        DefaultValueFactory = _ => standard,
    };

    public static Option<WantedColor?> Color() => new("--color")
    {
        Description = "Only pictures of things of this color, whatever the background: "
            + $"{string.Join(", ", WantedColor.Names)}, or any other as '#rrggbb'.",
        HelpName = "NAME|#RRGGBB",
        CustomParser = result =>
        {
            if (WantedColor.TryParse(result.Tokens[0].Value, null, out var color))
                return color;
            result.AddError(
                $"--color must be one of {string.Join(", ", WantedColor.Names)}, or #rrggbb in quotes, not '{result.Tokens[0].Value}'");
            return null;
        },
    };

    /// <summary>A filter by what the shop says of its pictures.</summary>
    public static Option<AttributeFilter?> Where() => new("--where")
    {
        Description = "Only pictures that match this filter, such as \"price < 300 and inStock and brand in (a, b)\"; "
            + "see docs/attributes.md. 'kindred attributes' lists what there is.",
        HelpName = "FILTER",
        CustomParser = result =>
        {
            try
            {
                return AttributeFilter.Parse(result.Tokens[0].Value);
            }
            catch (KindredException exception)
            {
                result.AddError(exception.Message.TrimEnd('.'));
                return null;
            }
        },
    };

    /// <summary>How much memory pictures may take; <see cref="LimitMemory"/> applies it.</summary>
    public static Option<int?> Memory()
    {
        var option = new Option<int?>("--memory")
        {
            Description = "Most megabytes that pictures may take together while they are read and decoded; one that needs more is refused. "
                + "Default: a quarter of the machine's memory.",
            HelpName = "MB",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var megabytes)
                && megabytes < PictureMemory.Least >> 20)
                result.AddError($"--memory must be at least {PictureMemory.Least >> 20}, not {megabytes}");
        });
        return option;
    }

    /// <summary>Applies what was given as <see cref="Memory"/>.</summary>
    public static void LimitMemory(int? megabytes)
    {
        if (megabytes is { } number)
            PictureMemory.Limit = (long)number << 20;
    }

    /// <summary>Refuses numbers that are not from 0 to 1.</summary>
    public static Option<T> Between0And1<T>(Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..]
                && double.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && value is not (>= 0 and <= 1))
                result.AddError($"{option.Name} must be from 0 to 1, not {token.Value}");
        });
        return option;
    }

    /// <summary>Refuses numbers below 1.</summary>
    public static Option<T> AtLeastOne<T>(Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && value < 1)
                result.AddError($"{result.IdentifierToken?.Value ?? option.Name} must be at least 1, not {value}");
        });
        return option;
    }

    private static Option<bool> CreateVerbose()
    {
        var option = new Option<bool>("--verbose", "-v")
        {
            Description = "Print more on standard error: which library and settings are used, how long it took, "
                + "and where an error comes from.",
            Recursive = true,
        };
        option.Validators.Add(result =>
        {
            if (!result.Implicit && result.GetResult(Quiet) is { Implicit: false })
                result.AddError("Give --quiet or --verbose, not both");
        });
        return option;
    }

    public static bool WantsJson(ParseResult parsed) => parsed.GetResult(Json) is { Implicit: false } && parsed.GetValue(Json);

    /// <summary>Where this command's results go.</summary>
    public static CommandOutput Output(ParseResult parsed) =>
        new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, WantsJson(parsed))
        {
            IsSilent = parsed.GetValue(Quiet) && Doing.Contains(parsed.CommandResult.Command.Name),
        };
}
