using System.Globalization;
using Kindred.Abuse.Processes;

namespace Kindred.Abuse.Libraries.Disks;

/// <summary>
/// Fills the disk that a library is on, up to some bytes: what has no room says so in a line, the library is whole and answers, and with
/// room again everything goes on.
/// </summary>
internal sealed class DiskAttack : IAttack
{
    private const int Pictures = 24;
    private const int Megabytes = 24;
    private const int RoundsWhenShort = 12;
    private const int RoundsWhenLong = 300;

    public string Name => "disk";

    public async Task RunAsync(AttackRun run, CancellationToken cancellationToken)
    {
        var settings = run.Settings;
        using var disk = SmallDisk.TryMount(Path.Combine(settings.Folder, "disk"), Megabytes);
        if (disk is null)
        {
            run.Count("skipped: a small disk cannot be mounted here");
            return;
        }

        var scene = await Scene.MakeAsync(run, Pictures, cancellationToken);
        var known = scene.Copy("known");
        await scene.Over(known).RunAsync(["forget", "--user", "bob", "--all"], cancellationToken);
        var commands = new (string[] Args, string? From)[]
        {
            (scene.Index, null),
            ([.. scene.Index, "--force"], scene.Whole),
            (Scene.LikeBob, known),
            (["backup", Path.Combine(disk.Folder, "copies", "library.db")], scene.Whole),
            (["check", "--repair"], scene.Whole),
        };
        for (var i = 0; i < (settings.Count ?? (settings.Long ? RoundsWhenLong : RoundsWhenShort)); i++)
        {
            var round = settings.From + i;
            var random = new Random(unchecked((settings.Seed * 1_000_003) + round));
            var (args, from) = commands[round % commands.Length];

            // None, a few pages, or up to what a library of this size takes.
            var left = (round / commands.Length % 3) switch { 0 => 0, 1 => random.Next(1 << 16), _ => random.Next(1 << 20) };
            await TryAsync(run, scene, disk, args, from, left, round, cancellationToken);
        }
    }

    private static async Task TryAsync(
        AttackRun run, Scene scene, SmallDisk disk, string[] args, string? from, long left, int round, CancellationToken cancellationToken)
    {
        var library = Path.Combine(disk.Folder, "library");
        Directory.CreateDirectory(library);
        if (from is not null)
            Scene.CopyFolder(from, library);
        if (args.Contains("--repair"))
            Damage.Wipe(Scene.FileOf(library));
        var kindred = scene.Over(library);
        disk.Fill(left);
        var where = string.Create(CultureInfo.InvariantCulture, $"round {round}, {left} bytes left, {string.Join(' ', args)}");
        var end = await kindred.RunAsync(args, cancellationToken);
        run.Count("rounds");
        run.Count(end.ExitCode == 0 ? "done all the same" : "refused");
        if (end.ExitCode != 0)
        {
            var said = end.Error.Split('\n').LastOrDefault(line => line.StartsWith("kindred: ", StringComparison.Ordinal)) ?? "nothing";
            run.Count("  " + string.Join(' ', said.Split(' ').Where(word => !word.Contains('/'))));
        }

        run.Expect(end.IsWellOrDamaged, $"{where}: {end}");

        // Still full: who only reads gets the answers, or hears that there is no room for what SQLite needs to read.
        if (from == scene.Whole && !args.Contains("--repair"))
        {
            var full = await kindred.RunAsync(["history", "--user", "ann"], cancellationToken);
            run.Count(full.ExitCode == 0 ? "read while the disk was full" : "not read while the disk was full");
            run.Expect(full.ExitCode == 0 ? full.Output == scene.Likes : full.IsClearError, $"{where}: while the disk is full: {full}");
        }

        disk.Free();
        Directory.CreateDirectory(Path.Combine(disk.Folder, "copies"));
        Directory.Delete(Path.Combine(disk.Folder, "copies"), recursive: true);
        foreach (var again in (string[][])[args, scene.Index, Scene.LikeAnn, Scene.LikeBob, scene.Index, ["check"]])
        {
            var then = await kindred.RunAsync(again, cancellationToken);
            run.Expect(then.ExitCode == 0, $"{where}: with room again, {string.Join(' ', again)}: {then}");
        }

        var answers = await Scene.AskAsync(kindred, cancellationToken);
        run.Expect(answers == scene.Answers, $"{where}: other answers than undisturbed: {answers}");
        Directory.Delete(library, recursive: true);
        if (Directory.Exists(Path.Combine(disk.Folder, "copies")))
            Directory.Delete(Path.Combine(disk.Folder, "copies"), recursive: true);
    }
}
