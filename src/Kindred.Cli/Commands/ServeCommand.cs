using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Kindred.Cli.Attributes;
using Kindred.Cli.Output;
using Kindred.Cluster;
using Kindred.Images.Sources;
using Kindred.Libraries;
using Kindred.Server;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred serve</c>.</summary>
internal static class ServeCommand
{
    private const string KeyVariable = "KINDRED_API_KEY";
    private const string ReadKeyVariable = "KINDRED_READ_KEY";
    private const string WriteKeyVariable = "KINDRED_WRITE_KEY";
    private const string ThumbnailFolder = "thumbnails";
    private const int MostUploadMegabytes = 256;
    private const int MostRequestsPerSecond = 1_000_000;

    private static readonly Argument<string?> Folder = new("FOLDER")
    {
        Description = "A folder of pictures to index at the start; the library is made if there is none.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string[]> Urls = new("--urls")
    {
        Description = "Where to listen; may be given several times. "
            + $"Addresses that other machines can reach need a key, in {KeyVariable}.",
        HelpName = "URL",
        DefaultValueFactory = _ => [ServerOptions.DefaultUrl],
    };

    private static readonly Option<bool> Watch = new("--watch")
    {
        Description = "Keep the library up to date with its folders while serving.",
    };

    private static readonly Option<string?> KeyFile = new("--api-key-file")
    {
        Description = $"A file with keys, instead of {KeyVariable}, {ReadKeyVariable} and {WriteKeyVariable}: programs send one as "
            + "X-Api-Key, people sign in with it. A line has a role (read, write or admin) and a key; a key alone may do everything.",
        HelpName = "FILE",
    };

    private static readonly Option<string[]> AllowOrigin = new("--allow-origin")
    {
        Description = "Another site whose pages may call this server, such as https://shop.example; may be given several times. "
            + "Without a key its pages may only read, and only if the server has no keys.",
        HelpName = "SITE",
    };

    private static readonly Option<string[]> Proxy = new("--proxy")
    {
        Description = "A reverse proxy in front of this server, by its address or network; may be given several times. It tells who a "
            + "request comes from and whether it came by https (X-Forwarded-For, X-Forwarded-Proto). From others, these are ignored.",
        HelpName = "ADDRESS",
    };

    private static readonly Option<bool> AllowChanges = new("--allow-changes")
    {
        Description = "Let clients that may write put pictures into the gallery's folder, replace them and take them out. What is replaced "
            + "or taken out is kept in the library's folder.",
    };

    private static readonly Option<string[]> FetchFrom = new("--fetch-from")
    {
        Description = "A server that clients may have pictures fetched from, such as shop.example or shop.example:8443; may be "
            + "given several times, or with commas. An address that is not public must be named itself, such as 10.0.0.7.",
        HelpName = "HOST",
    };

    private static readonly Option<int> UploadLimit = SharedOptions.AtLeastOne(new Option<int>("--upload-limit")
    {
        Description = "Most megabytes that a sent or fetched picture may have.",
        HelpName = "MB",
        DefaultValueFactory = _ => 32,
    });

    private static readonly Option<int?> RateLimit = new("--rate-limit")
    {
        Description = "Requests per second that one client may make in the long run, with bursts of twenty times as many; 0 for no limit. "
            + "Default: 1000, or 100 where other machines can be clients.",
        HelpName = "N",
    };

    private static readonly Option<bool> Cluster = new("--cluster")
    {
        Description = "Be one of several servers that share the library, and the work of searching it.",
    };

    private static readonly Option<IPAddress?> Advertise = new("--advertise")
    {
        Description = "The address of this machine that the others of the cluster reach it at. Default: 127.0.0.1.",
        HelpName = "ADDRESS",
        CustomParser = result => IPAddress.TryParse(result.Tokens[0].Value, out var address) ? address : Refuse(result),
    };

    private static readonly Option<int> ClusterPort = SharedOptions.AtLeastOne(new Option<int>("--cluster-port")
    {
        Description = "The port that the others of the cluster reach this one at. Nobody else may be able to reach it.",
        HelpName = "PORT",
        DefaultValueFactory = _ => 11111,
    });

    private static readonly Option<int> Partitions = SharedOptions.AtLeastOne(new Option<int>("--partitions")
    {
        Description = "Parts that a cluster searches the gallery in; the same on all of its servers.",
        HelpName = "N",
        DefaultValueFactory = _ => 16,
    });

    private static readonly Option<int> SearchTimeout = SharedOptions.AtLeastOne(new Option<int>("--search-timeout")
    {
        Description = "Seconds that a search in a cluster may take.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 2,
    });

    private static readonly Option<int> DrainSeconds = new("--drain")
    {
        Description = "Seconds in which the server goes on answering once it is told to stop, while /ready says that it wants no more. "
            + "Default: 0, or 5 in a cluster.",
        HelpName = "SECONDS",
    };

    private static readonly Option<bool> LogRequests = new("--log-requests") { Description = "Log every request." };
    private static readonly Option<string?> Model = SharedOptions.Model();
    private static readonly Option<int?> Memory = SharedOptions.Memory();

    public static Command Create()
    {
        UploadLimit.Validators.Add(result =>
        {
            if (result.Tokens is [var token]
                && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var megabytes)
                && megabytes > MostUploadMegabytes)
                result.AddError($"--upload-limit must be at most {MostUploadMegabytes}, not {megabytes}");
        });
        RateLimit.Validators.Add(result =>
        {
            if (result.Tokens is [var token]
                && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number)
                && number is < 0 or > MostRequestsPerSecond)
                result.AddError($"--rate-limit must be from 0 to {MostRequestsPerSecond}, not {number}");
        });
        var command = new Command(
            "serve",
            "Serves the library: a page to look through it, like pictures and get recommendations, and a REST API. "
            + "With --json its log, on standard error, is JSON too.")
        {
            Folder, Urls, Watch, KeyFile, AllowOrigin, Proxy, AllowChanges, FetchFrom, UploadLimit, RateLimit, LogRequests, Cluster,
            ClusterMembership.Place, ClusterMembership.ClusterId, Advertise, ClusterPort, Partitions, SearchTimeout, DrainSeconds, Model,
            Memory,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = parsed.GetValue(Folder);
        var model = parsed.GetValue(Model);
        SharedOptions.LimitMemory(parsed.GetValue(Memory));
        var keys = await ReadKeysAsync(parsed.GetValue(KeyFile), cancellationToken);
        await using var library = folder is null
            ? await LibraryLocation.OpenAsync(parsed, model, cancellationToken)
            : await LibraryLocation.OpenOrCreateAsync(parsed, folder, model, cancellationToken);
        if (folder is not null && FolderName.IsAddress(folder) && parsed.GetValue(AllowChanges))
            throw new KindredException($"--allow-changes puts pictures into a folder of this machine, and {folder} is none.");
        if (folder is not null && !FolderName.IsAddress(folder) && !Directory.Exists(folder)
            && !(await library.ReadFoldersAsync(cancellationToken)).Contains(library.Pictures.Normalize(folder), StringComparer.Ordinal))
            throw new KindredException(Fault.NoSuchFolder, $"There is no folder {folder}; check the name.") { Subject = folder };
        var output = SharedOptions.Output(parsed);
        var options = new ServerOptions
        {
            Urls = parsed.GetRequiredValue(Urls),
            Keys = keys,
            AllowedOrigins = parsed.GetValue(AllowOrigin) ?? [],
            Proxies = parsed.GetValue(Proxy) ?? [],
            AllowChanges = parsed.GetValue(AllowChanges),
            FetchFrom =
            [
                .. (parsed.GetValue(FetchFrom) ?? [])
                    .SelectMany(hosts => hosts.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
            ],
            Watch = parsed.GetValue(Watch),
            IndexAtStart = folder is null ? null : library.Pictures.Normalize(folder),
            AfterIndexing = (indexed, stop) => FolderAttributes.TakeAsync(library, indexed, hasNewPictures: true, stop),
            UploadBytes = parsed.GetValue(UploadLimit) << 20,
            RateLimit = parsed.GetValue(RateLimit),
            ThumbnailFolder = Path.Combine(library.Directory ?? library.CacheDirectory ?? Path.GetTempPath(), ThumbnailFolder),
            DrainTime = TimeSpan.FromSeconds(
                parsed.GetResult(DrainSeconds) is null && parsed.GetValue(Cluster) ? 5 : parsed.GetValue(DrainSeconds)),
            JsonLog = output.IsJson,
            LogRequests = parsed.GetValue(LogRequests),
        };
        void Started(IReadOnlyList<string> addresses)
        {
            output.Line($"Kindred is at {string.Join(" and ", addresses)}; stop it with Ctrl-C.");
            output.Document(new ServeDocument(addresses, library.Location), CliJson.Readable.ServeDocument);
        }

        if (parsed.GetValue(Cluster))
            await RunInClusterAsync(library, options, parsed, Started, cancellationToken);
        else
            await KindredServer.RunAsync(library, options, Started, cancellationToken);
        return ExitCode.Done;
    }

    /// <summary>A method of its own: what clusters take is only loaded where it is called.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task RunInClusterAsync(
        Library library, ServerOptions options, ParseResult parsed, Action<IReadOnlyList<string>> started,
        CancellationToken cancellationToken)
    {
        var (membership, id) = ClusterMembership.Find(parsed, library) ?? throw new KindredException(
            "Servers of a cluster share a library in PostgreSQL: name it with --library postgres://…, or name the PostgreSQL server where "
            + "they find one another with --membership.");
        var node = new NodeOptions
        {
            Membership = membership,
            ClusterId = id,
            Advertise = parsed.GetValue(Advertise) ?? IPAddress.Loopback,
            Port = parsed.GetValue(ClusterPort),
            Partitions = parsed.GetValue(Partitions),
            SearchTimeout = TimeSpan.FromSeconds(parsed.GetValue(SearchTimeout)),
        };
        return ClusterServer.RunAsync(library, options, node, started, cancellationToken);
    }

    private static IPAddress? Refuse(ArgumentResult result)
    {
        result.AddError($"{result.Tokens[0].Value} is not an address such as 10.0.0.7");
        return null;
    }

    private static async Task<IReadOnlyList<AccessKey>> ReadKeysAsync(string? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            (string Variable, AccessRole Role)[] variables =
            [
                (KeyVariable, AccessRole.Admin), (WriteKeyVariable, AccessRole.Write), (ReadKeyVariable, AccessRole.Read),
            ];
            return
            [
                .. variables.Where(one => Environment.GetEnvironmentVariable(one.Variable) is { Length: > 0 })
                    .Select(one => new AccessKey(one.Role, Environment.GetEnvironmentVariable(one.Variable)!)), // It is there.
            ];
        }

        try
        {
            return AccessKey.Parse(await File.ReadAllTextAsync(file, cancellationToken)) is { Count: > 0 } keys
                ? keys
                : throw new KindredException($"{file} has no key; write one of {AccessKey.ShortestKey} characters or more into it.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindredException($"The keys cannot be read: {exception.Message}", exception);
        }
    }
}
