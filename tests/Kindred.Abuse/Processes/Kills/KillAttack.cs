using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Kindred.Abuse.Libraries;

namespace Kindred.Abuse.Processes.Kills;

/// <summary>
/// Kills whatever writes a library, at every fault point and at random moments: the library is whole afterwards, what was said to be done
/// is done, and doing the rest leads to the library that nobody disturbed.
/// </summary>
internal sealed class KillAttack : IAttack
{
    private const int Pictures = 60;
    private const int RandomWhenShort = 24;
    private const int RandomWhenLong = 1_000;

    public string Name => "kills";

    /// <summary>Rounds are the fault points, where the build has them, then random moments.</summary>
    public async Task RunAsync(AttackRun run, CancellationToken cancellationToken)
    {
        var settings = run.Settings;
        var scene = await Scene.MakeAsync(run, Pictures, cancellationToken);
        var commands = KilledCommand.All(scene);
        var undisturbed = commands.Index().ToDictionary(
            command => command.Item, command => new Lazy<Task<Undisturbed>>(() => PrepareAsync(run, scene, command.Item, command.Index)));

        var named = settings.KindredWithFaultPoints is null
            ? []
            : commands.SelectMany(command => command.Points.Select(point => (Command: command, Point: (FaultPoint?)point))).ToArray();
        var rounds = settings.Count ?? named.Length + (settings.Long ? RandomWhenLong : RandomWhenShort);
        var reached = new ConcurrentDictionary<FaultPoint, bool>();
        await Parallel.ForAsync(
            settings.From, settings.From + rounds,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            async (round, stop) =>
            {
                var random = new Random(unchecked((settings.Seed * 1_000_003) + round));
                var (command, point) = round < named.Length ? named[round] : (commands[round % commands.Count], null);
                var before = await undisturbed[command].Value;
                var library = Prepare(scene, before.Template, string.Create(CultureInfo.InvariantCulture, $"round-{round}"));
                var where = $"round {round}, {command.Name}, killed at {point?.ToString() ?? "a random moment"}";
                using var process = point is { } name
                    ? WatchedProcess.Start(
                        settings.KindredWithFaultPoints ?? "", [.. Args(command, library, "once"), "--library", library],
                        (FaultPoints.Variable, $"{name}:{Times(name, random)}"))
                    : scene.Over(library).Start(Args(command, library, "once"));
                if (point is null)
                    await KillAsync(process, before.Duration * random.NextDouble() * 1.1, stop);
                var end = await process.FinishAsync(stop);
                run.Count("rounds");
                if (end.WasKilled)
                    run.Count(point is null ? "killed at a random moment" : "killed at a fault point");
                else
                    run.Expect(end.ExitCode == 0, $"{where}: {end}");
                if (end.WasKilled && point is { } at)
                    reached.TryAdd(at, true);
                if (await LookAsync(run, scene, command, library, end, where, stop))
                    Directory.Delete(library, recursive: true);
            });
        if (named.Length > 0 && settings.From == 0 && rounds >= named.Length)
        {
            run.Count("fault points reached", reached.Count);
            foreach (var never in Enum.GetValues<FaultPoint>().Where(point => !reached.ContainsKey(point)))
                run.Fail($"the fault point {never} was never reached");
        }
    }

    /// <summary>What stands in pages is written a page after another: any may be the last.</summary>
    private static int Times(FaultPoint point, Random random) =>
        point is FaultPoint.PageToBeWritten or FaultPoint.PageWritten or FaultPoint.ChangeWritten or FaultPoint.ChangeCommitted
            ? random.Next(1, 5)
            : 1;

    private static async Task KillAsync(WatchedProcess process, TimeSpan after, CancellationToken cancellationToken)
    {
        // The moment is counted from the start; a timer of the system's is too coarse for the short commands.
        for (var started = Stopwatch.GetTimestamp(); !process.HasExited && Stopwatch.GetElapsedTime(started) < after;)
            await Task.Delay(1, cancellationToken);
        if (!process.HasExited)
            process.Kill();
    }

    /// <summary>Makes what a command works on, and sees how long it takes when nobody kills it.</summary>
    private static async Task<Undisturbed> PrepareAsync(AttackRun run, Scene scene, KilledCommand command, int number)
    {
        var template = Path.Combine(scene.Settings.Folder, string.Create(CultureInfo.InvariantCulture, $"before-{number}"));
        await command.Prepare(scene, template);
        var library = Prepare(scene, template, string.Create(CultureInfo.InvariantCulture, $"undisturbed-{number}"));
        using var process = scene.Over(library).Start(Args(command, library, "once"));
        var end = await process.FinishAsync(CancellationToken.None);
        run.Expect(end.ExitCode == 0, $"{command.Name}, undisturbed: {end}");
        return new Undisturbed(template, end.Duration);
    }

    private static string Prepare(Scene scene, string template, string name)
    {
        var library = Path.Combine(scene.Settings.Folder, name);
        Directory.CreateDirectory(library);
        if (Directory.Exists(template))
            Scene.CopyFolder(template, library);
        return library;
    }

    private static string[] Args(KilledCommand command, string library, string backup) =>
        [.. command.Args.Select(arg => arg == KilledCommand.BackupName ? Backup(library, backup) : arg)];

    private static string Backup(string library, string name) => Path.Combine(library, "backups", name, "library.db");

    /// <summary>Looks at what a killed command has left, does it again, and compares.</summary>
    private static async Task<bool> LookAsync(
        AttackRun run, Scene scene, KilledCommand command, string library, ProcessEnd killed, string where, CancellationToken stop)
    {
        var kindred = scene.Over(library);
        var check = await kindred.RunAsync(["check"], stop);
        var nothingYet = !command.HasLikes && check.IsClearError && check.Error.Contains("There is no library", StringComparison.Ordinal);
        var stillDamaged = command.IsRepair && check.ExitCode == 1 && check.Output.Contains("is damaged", StringComparison.Ordinal);
        var well = run.Expect(check.ExitCode == 0 || nothingYet || stillDamaged, $"{where}: check: {check}");
        if (command.HasLikes && check.ExitCode == 0)
        {
            var likes = await Scene.LikesAsync(kindred, stop);
            well &= run.Expect(likes == scene.Likes, $"{where}: likes of before are gone: {likes}");
        }

        if (killed.Output.Contains("liked by bob", StringComparison.Ordinal))
        {
            var said = await kindred.RunAsync(["history", "--user", "bob"], stop);
            well &= run.Expect(said.Output.Contains("drawn0002.jpg", StringComparison.Ordinal), $"{where}: a like that was said is gone");
        }

        if (File.Exists(Backup(library, "once")))
        {
            var copy = await scene.Over(Path.GetDirectoryName(Backup(library, "once"))!).RunAsync(["check"], stop);
            well &= run.Expect(copy.ExitCode == 0, $"{where}: the backup has its name and is not whole: {copy}");
        }

        string[][] rest = [Args(command, library, "twice"), .. command.Missing, ["check"]];
        foreach (var args in rest)
        {
            var end = await kindred.RunAsync(args, stop);
            well &= run.Expect(end.ExitCode == 0, $"{where}: afterwards, {string.Join(' ', args)}: {end}");
        }

        var answers = await Scene.AskAsync(kindred, stop);
        well &= run.Expect(answers == scene.Answers, $"{where}: other answers than undisturbed ({library}): {answers}");
        foreach (var left in Directory.GetFiles(library, "*", SearchOption.AllDirectories).Where(IsUnfinished))
        {
            // Of a backup: who made it knows where, and the next may have another name.
            if (left.Contains("backups", StringComparison.Ordinal))
                run.Count("unfinished backups left behind");
            else
                well &= run.Expect(condition: false, $"{where}: {left} was left behind");
        }

        return well;
    }

    private sealed record Undisturbed(string Template, TimeSpan Duration);

    private static bool IsUnfinished(string path) =>
        Path.GetExtension(path) is ".tmp" or ".part" or ".salvaged" || path.EndsWith(".salvaged-journal", StringComparison.Ordinal);
}
