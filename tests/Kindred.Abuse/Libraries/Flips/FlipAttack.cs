using System.Globalization;
using Kindred.Abuse.Processes;

namespace Kindred.Abuse.Libraries.Flips;

/// <summary>
/// Flips bits in every file of a library, its log included: each question gets the right answer or an error in one line, never another
/// answer; and what <c>check --repair</c> calls whole answers as before. Of two files the tests of <c>check</c> flip more; this has all
/// files, all questions and the repair.
/// </summary>
internal sealed class FlipAttack : IAttack
{
    private const int Pictures = 24;
    private const int RoundsWhenShort = 40;
    private const int RoundsWhenLong = 3_000;
    private const int Sector = 512;

    private static readonly string[][] Questions =
    [
        ["similar", "drawn0000.jpg", "-k", "5"],
        ["recommend", "--user", "ann", "-k", "6"],
        ["history"],
        ["duplicates"],
        ["status", "--json"],
    ];

    public string Name => "flips";

    public async Task RunAsync(AttackRun run, CancellationToken cancellationToken)
    {
        var settings = run.Settings;
        var scene = await Scene.MakeAsync(run, Pictures, cancellationToken);
        var rest = scene.Copy("at-rest");
        var inUse = await KeepLogAsync(scene, cancellationToken);
        (string Folder, string File)[] files =
            [.. FilesOf(rest).Select(file => (rest, file)), .. FilesOf(inUse).Select(file => (inUse, file))];
        var expected = new Dictionary<string, IReadOnlyList<IReadOnlyList<string>>>(StringComparer.Ordinal);
        foreach (var folder in (string[])[rest, inUse])
            expected.Add(folder, await ExpectAsync(scene, folder, cancellationToken));
        await Parallel.ForAsync(
            settings.From, settings.From + (settings.Count ?? (settings.Long ? RoundsWhenLong : RoundsWhenShort)),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            async (round, stop) =>
            {
                var (folder, file) = files[round % files.Length];
                await FlipAsync(run, scene, folder, file, expected[folder], round, stop);
            });
    }

    private static async Task FlipAsync(
        AttackRun run, Scene scene, string template, string file, IReadOnlyList<IReadOnlyList<string>> expected, int round,
        CancellationToken cancellationToken)
    {
        var random = new Random(unchecked((run.Settings.Seed * 1_000_003) + round));
        var library = scene.Copy(string.Create(CultureInfo.InvariantCulture, $"flip-{round}"), template);
        var what = Flip(Path.Combine(library, file), random);
        var where = $"round {round}, {file}, {what}";
        run.Count("rounds");
        run.Count($"  {Path.GetFileName(file)}{(template.EndsWith("use", StringComparison.Ordinal) ? ", in use" : "")}");
        var kindred = scene.Over(library);
        var well = true;

        // A question may bring the log into the file or make the index anew, so each is the first to see the damage in its turn.
        var first = random.Next(Questions.Length);
        for (var i = 0; i < Questions.Length; i++)
        {
            var number = (first + i) % Questions.Length;
            var end = await kindred.RunAsync(Questions[number], cancellationToken);
            var right = end.ExitCode == 0 && expected[number].Contains(Judged(Questions[number], end.Output, library));
            run.Count(right ? "right answers" : end.IsClearError ? "errors in a line" : "WRONG");
            well &= run.Expect(
                right || end.IsClearError, $"{where}: {string.Join(' ', Questions[number])}: {end}");
            well &= run.Expect(!end.Output.Contains("NaN", StringComparison.Ordinal), $"{where}: NaN in {end.Output}");
        }

        var repair = await kindred.RunAsync(["check", "--repair"], cancellationToken);
        run.Count(repair.ExitCode == 0 ? "whole, or mended" : "not mended, and said so");
        well &= run.Expect(repair.ExitCode is 0 or 1 && repair.Output + repair.Error is { Length: > 0 } && repair.IsWellOrDamaged,
            $"{where}: check --repair: {repair}");
        if (repair.ExitCode == 0)
        {
            foreach (var args in (string[][])[scene.Index, Scene.LikeAnn, Scene.LikeBob, scene.Index])
            {
                var end = await kindred.RunAsync(args, cancellationToken);
                well &= run.Expect(end.ExitCode == 0, $"{where}: after the repair, {string.Join(' ', args)}: {end}");
            }

            var answers = await Scene.AskAsync(kindred, cancellationToken);
            well &= run.Expect(answers == scene.Answers, $"{where}: other answers after the repair: {answers}");
        }

        if (well)
            Directory.Delete(library, recursive: true);
    }

    /// <summary>One bit, some bits, or a torn sector.</summary>
    private static string Flip(string path, Random random)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length == 0)
            return "empty";
        var at = random.Next(bytes.Length);
        var kind = random.Next(3);
        if (kind == 2)
            random.NextBytes(bytes.AsSpan(at, Math.Min(Sector, bytes.Length - at)));
        for (var flips = kind == 2 ? 0 : kind == 1 ? random.Next(2, 20) : 1; flips > 0; flips--)
            bytes[(at + (flips * 7_919)) % bytes.Length] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(path, bytes);
        return string.Create(CultureInfo.InvariantCulture, $"kind {kind} at {at}");
    }

    /// <summary>A copy of a library that another process has open, so that its last change stands in the log alone.</summary>
    private static async Task<string> KeepLogAsync(Scene scene, CancellationToken cancellationToken)
    {
        var open = scene.Copy("open");
        var kindred = scene.Over(open);
        using var server = kindred.Start(["serve", "--urls", "http://127.0.0.1:0"]);
        await server.Output.ReadLineAsync(cancellationToken); // Where it is.
        await kindred.RunAsync(["like", "drawn0007.jpg", "--user", "dora"], cancellationToken);
        var copy = scene.Copy("in-use", open);
        server.Kill();
        return copy;
    }

    /// <summary>
    /// The right answers to every question: those of the library; and where there is a log those from before the last change too, for
    /// SQLite takes a log that breaks off for one that was never written further, and the change for one that was never finished.
    /// </summary>
    private static async Task<IReadOnlyList<IReadOnlyList<string>>> ExpectAsync(
        Scene scene, string folder, CancellationToken cancellationToken)
    {
        var answers = Questions.Select(_ => new List<string>()).ToList();
        foreach (var withLog in (bool[])[true, false])
        {
            var copy = scene.Copy(Path.GetFileName(folder) + "-asked", folder);
            if (!withLog)
                File.Delete(Scene.FileOf(copy) + "-wal");
            foreach (var (number, question) in Questions.Index())
                answers[number].Add(Judged(question, (await scene.Over(copy).RunAsync(question, cancellationToken)).Output, copy));
            Directory.Delete(copy, recursive: true);
        }

        return answers;
    }

    /// <summary>An answer without what may differ: where the library is, how large its files are, and how much damage was met.</summary>
    private static string Judged(string[] question, string output, string library) => question[0] != "status"
        ? output.Replace(library, "LIBRARY", StringComparison.Ordinal)
        : string.Join('\n', output.Split('\n').Where(line =>
            !line.Contains("\"library\"", StringComparison.Ordinal)
            && !line.Contains("\"bytes\"", StringComparison.Ordinal)
            && !line.Contains("\"damagedPages\"", StringComparison.Ordinal)));

    private static IEnumerable<string> FilesOf(string library) =>
        Directory.GetFiles(library, "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length > 0)
            .Select(file => Path.GetRelativePath(library, file))
            .Order(StringComparer.Ordinal);
}
