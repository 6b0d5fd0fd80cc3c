using System.Globalization;
using Kindred.Abuse.Libraries;

namespace Kindred.Abuse.Processes.Pairs;

/// <summary>
/// Every two commands at once on one library: both do what was asked or say in a line why not, and the library is whole and answers as if
/// they had come one after the other.
/// </summary>
internal sealed class PairAttack : IAttack
{
    private const int Pictures = 24;
    private const int TimesWhenLong = 20;
    private const string OutPlace = "OUT";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Commands that leave the answers as they are.</summary>
    private static readonly string[][] Commands =
    [
        ["index", "GALLERY"],
        ["index", "GALLERY", "--force"],
        ["similar", "drawn0000.jpg"],
        ["search", "drawn"],
        ["recommend", "--user", "ann"],
        Scene.LikeBob,
        ["seen", "drawn0004.jpg", "--user", "carl"],
        ["forget", "--user", "carl", "--all"],
        ["history", "--user", "carl", "--import", $"{OutPlace}/history.jsonl"],
        ["attributes", "--import", $"{OutPlace}/attributes.csv"],
        ["tastes", "list", "--user", "ann"],
        ["neighbors", "--out", $"{OutPlace}/neighbors-NUMBER.csv"],
        ["duplicates"],
        ["evaluate", "--users", "5"],
        ["status", "--json"],
        ["check"],
        ["check", "--repair"],
        ["backup", $"{OutPlace}/copy-NUMBER/library.db"],
        ["serve", "--urls", "http://127.0.0.1:0", "--watch"],
    ];

    public string Name => "pairs";

    /// <summary>A round is a pair; the long form goes through all of them many times.</summary>
    public async Task RunAsync(AttackRun run, CancellationToken cancellationToken)
    {
        var settings = run.Settings;
        var scene = await Scene.MakeAsync(run, Pictures, cancellationToken);
        (string[] One, string[] Other)[] pairs =
            [.. Commands.Index().SelectMany(one => Commands.Skip(one.Index).Select(other => (one.Item, other)))];
        var rounds = settings.Count ?? pairs.Length * (settings.Long ? TimesWhenLong : 1);
        await Parallel.ForAsync(
            settings.From, settings.From + rounds,
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken },
            async (round, stop) =>
            {
                // A step that shares no factor with their number goes through all pairs, and through different commands from the start on.
                var (one, other) = pairs[round * 71 % pairs.Length];
                await TryAsync(run, scene, one, other, round, stop);
            });
    }

    private static async Task TryAsync(
        AttackRun run, Scene scene, string[] one, string[] other, int round, CancellationToken cancellationToken)
    {
        var random = new Random(unchecked((run.Settings.Seed * 1_000_003) + round));
        var library = scene.Copy(string.Create(CultureInfo.InvariantCulture, $"pair-{round}"));
        var outside = Directory.CreateDirectory(library + "-out").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(outside, "history.jsonl"), """{"kind":"like","path":"even/drawn0006.jpg"}""" + "\n", cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(outside, "attributes.csv"), "picture,price\neven/drawn0006.jpg,12\nodd/drawn0007.jpg,14\n", cancellationToken);
        var kindred = scene.Over(library);
        var where = $"round {round}, {string.Join(' ', one)} + {string.Join(' ', other)}";
        using var first = kindred.Start(Args(one, 1));
        await Task.Delay(random.Next(300), cancellationToken);
        using var second = kindred.Start(Args(other, 2));
        ProcessEnd[] ends;
        try
        {
            // Reading goes on for both, so that a full pipe holds up neither; a server ends when it is asked to.
            ends = await Task.WhenAll(EndAsync(first, one), EndAsync(second, other)).WaitAsync(Longest, cancellationToken);
        }
        catch (TimeoutException)
        {
            run.Fail($"{where}: no end after {Longest.TotalMinutes:0} minutes");
            return;
        }

        run.Count("pairs");
        var well = true;
        foreach (var end in ends)
        {
            run.Count(end.ExitCode == 0 ? "commands done" : "commands refused with a line");
            if (end.ExitCode != 0)
                run.Count($"  {Brief(end, scene)}");
            well &= run.Expect(end.IsWell, $"{where}: {end}");
        }

        foreach (var args in (string[][])[["check"], scene.Index, Scene.LikeAnn, Scene.LikeBob, scene.Index])
        {
            var end = await kindred.RunAsync(args, cancellationToken);
            well &= run.Expect(end.ExitCode == 0, $"{where}: afterwards, {string.Join(' ', args)}: {end}");
        }

        var answers = await Scene.AskAsync(kindred, cancellationToken);
        well &= run.Expect(answers == scene.Answers, $"{where}: other answers than undisturbed ({library}): {answers}");
        if (!well)
            return;
        Directory.Delete(library, recursive: true);
        Directory.Delete(outside, recursive: true);

        string[] Args(string[] command, int number) =>
        [
            .. command.Select(arg => arg.Replace("GALLERY", scene.Gallery, StringComparison.Ordinal)
                .Replace(OutPlace, outside, StringComparison.Ordinal)
                .Replace("NUMBER", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)),
        ];

        async Task<ProcessEnd> EndAsync(WatchedProcess process, string[] command)
        {
            if (command[0] == "serve")
            {
                await process.Output.ReadLineAsync(cancellationToken); // Where it is.

                // Until the other has ended, or for a moment beside another server.
                for (var waits = 0; waits < 200 && !(process == first ? second : first).HasExited && !process.HasExited; waits++)
                    await Task.Delay(one[0] == other[0] ? 10 : 50, cancellationToken);
                process.Interrupt();
            }

            return await process.FinishAsync(cancellationToken);
        }
    }

    /// <summary>What was said, without what differs from round to round.</summary>
    private static string Brief(ProcessEnd end, Scene scene)
    {
        var line = end.Error.Split('\n').LastOrDefault(line => line.StartsWith("kindred: ", StringComparison.Ordinal)) ?? "nothing";
        var words = line.Split(' ').Where(word => !word.Contains(scene.Settings.Folder, StringComparison.Ordinal));
        var brief = string.Join(' ', words);
        return brief.Length > 50 ? brief[..50] : brief;
    }
}
