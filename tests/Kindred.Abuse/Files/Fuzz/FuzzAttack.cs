using System.Globalization;
using Kindred.Abuse.Processes;

namespace Kindred.Abuse.Files.Fuzz;

/// <summary>
/// Mutated files of every format, decoded by processes that are watched: none may end early, stop or take more memory than it was given,
/// and whatever cannot be read has to be refused for a reason.
/// </summary>
internal sealed class FuzzAttack : IAttack
{
    private const int FilesWhenShort = 10_000;
    private const int FilesWhenLong = 1_000_000;

    /// <summary>What a process may take beside the memory of pictures.</summary>
    private const int MegabytesBeside = 500;

    private static readonly TimeSpan LongestFile = TimeSpan.FromSeconds(60);

    public string Name => "fuzz";

    public async Task RunAsync(AttackRun run, CancellationToken cancellationToken)
    {
        var count = run.Settings.Count ?? (run.Settings.Long ? FilesWhenLong : FilesWhenShort);
        var end = run.Settings.From + count;
        var mutator = new Mutator(SeedPictures.Draw(), run.Settings.Seed);
        var workers = Environment.ProcessorCount;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(async worker =>
        {
            for (int? next = run.Settings.From + worker; next < end;)
                next = await WatchAsync(run, mutator, next.Value, end, workers, cancellationToken);
        }));
    }

    /// <summary>Watches one process until it ends.</summary>
    /// <returns>Where another has to go on; null where all is done.</returns>
    private static async Task<int?> WatchAsync(
        AttackRun run, Mutator mutator, int from, int end, int step, CancellationToken cancellationToken)
    {
        int[] numbers = [run.Settings.Seed, from, end, step];
        using var process = WatchedProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "Kindred.Abuse.dll"),
            [FuzzWorker.Verb, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))]);
        int? current = null;
        while (true)
        {
            string? line;
            try
            {
                line = await process.Output.ReadLineAsync(cancellationToken).AsTask().WaitAsync(LongestFile, cancellationToken);
            }
            catch (TimeoutException)
            {
                process.Kill();
                line = "";
                Blame(run, mutator, current, $"no end after {LongestFile.TotalSeconds:0} seconds");
                return current is { } stuck ? stuck + step : null;
            }

            if (line is null)
                break;
            if (int.TryParse(line, CultureInfo.InvariantCulture, out var number))
            {
                current = number;
                continue;
            }

            var words = line.Split(' ');
            run.Count("files");
            run.Count(words[0] == FuzzWorker.Fault ? "with a fault" : words[0]);
            if (words[0] != FuzzWorker.Fault)
                run.Count($"  {words[0]}, {words[1]}");
            else
                Blame(run, mutator, current, line);
        }

        var ended = await process.FinishAsync(cancellationToken);
        run.Peak("peak of a process, MiB", ended.PeakMebibytes);
        run.Expect(
            ended.PeakMebibytes <= FuzzWorker.Megabytes + MegabytesBeside,
            $"a process that decodes took {ended.PeakMebibytes} MiB, between the files {from} and {current}");
        if (ended.ExitCode == 0)
            return null;
        run.Count("processes that ended early");
        Blame(run, mutator, current, $"the process ended with {ended.ExitCode}: {ended.Error.Trim()}");
        return current is { } fatal ? fatal + step : null;
    }

    /// <summary>Keeps the file that did it.</summary>
    private static void Blame(AttackRun run, Mutator mutator, int? number, string what)
    {
        if (number is not { } known)
        {
            run.Fail($"before the first file: {what}");
            return;
        }

        var (name, bytes) = mutator.Make(known);
        var path = Path.Combine(run.Settings.Folder, string.Create(CultureInfo.InvariantCulture, $"{run.Settings.Seed}-{known}.{name}"));
        File.WriteAllBytes(path, bytes);
        run.Fail(string.Create(
            CultureInfo.InvariantCulture, $"{path}: {what} (again with: --seed {run.Settings.Seed} --from {known} --count 1)"));
    }
}
