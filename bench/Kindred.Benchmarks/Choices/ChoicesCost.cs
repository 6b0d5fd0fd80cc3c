using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Kindred.Choices;
using Kindred.Galleries;
using Kindred.Galleries.Histories;
using Kindred.Libraries;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks.Choices;

/// <summary>What learning from choices costs, part by part, and as a library does it; each verb as lines of JSON.</summary>
internal static class ChoicesCost
{
    private const int Seed = 2008;

    /// <summary>What all cores had spent when the last part ended: on a busy machine, seconds say less.</summary>
    private static TimeSpan _processor;

    /// <summary>All from the database: the space that likes teach, the choices beside it, and the index with both halves.</summary>
    public static async Task<int> FitAsync(string directory)
    {
        await using (var store = SqliteLibraryStore.Open(directory))
        {
            var settings = await store.ReadSettingsAsync() ?? throw new InvalidOperationException("The library is empty.");
            var started = Stopwatch.GetTimestamp();
            var space = await new SpaceFitter(store).CurrentAsync(settings, refit: true, progress: null, CancellationToken.None);
            Report("space", started, new { space.Space.Kind, space.Space.Dimensions });
            ResetPeak();
            started = Stopwatch.GetTimestamp();
            using var both = await new ChoicesFitter(store).CurrentAsync(
                settings, space, refit: true, progress: null, CancellationToken.None);
            Report("choices", started, (await FindingsAsync(store))!);
        }

        ResetPeak();
        await using var library = new Library(
            SqliteLibraryStore.Open(directory), () => throw new InvalidOperationException("Nothing is embedded here."));
        var prepared = Stopwatch.GetTimestamp();
        (await library.PrepareAsync())?.Dispose();
        Report("index and the rest", prepared, new { });
        return 0;
    }

    /// <summary>The parts of a fit.</summary>
    public static async Task<int> PartsAsync(string directory)
    {
        await using var store = SqliteLibraryStore.Open(directory);
        var images = await store.ReadImagesAsync();
        var started = Stopwatch.GetTimestamp();
        var histories = await new HistoryReader(store).ReadAsync(images, CancellationToken.None);
        Report("reading", started, new { histories.People, histories.Pictures, histories.Count });
        started = Stopwatch.GetTimestamp();
        var tuned = FactorTuning.Run(histories, Seed, CancellationToken.None);
        Report("tuning", started, tuned);
        started = Stopwatch.GetTimestamp();
        var matrix = histories.ToMatrix(tuned.HalfLifeDays);
        using var factors = ImplicitFactors.Fit(matrix, tuned, Seed);
        Report("one fit, 12 sweeps", started, new { tuned.Dimensions, length = MeanLength(factors) });
        return 0;
    }

    private static async Task<ChoicesFindings?> FindingsAsync(SqliteLibraryStore store)
    {
        var kept = await new Kindred.Derived.DerivedCache(store).ReadAsync(FittedChoices.Kept, CancellationToken.None);
        kept?.Value.Half?.Dispose();
        return kept?.Value.Findings;
    }

    /// <summary>Of factors that are nothing a fit takes no time.</summary>
    private static double MeanLength(Kindred.Search.Memory.AlignedMatrix factors) =>
        Enumerable.Range(0, factors.Rows).Average(row => (double)System.Numerics.Tensors.TensorPrimitives.Norm<float>(factors[row]));

    private static void Report(string part, long started, object more)
    {
        var peak = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        var kilobytes = long.Parse(peak.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            part,
            seconds = Math.Round(seconds, 2),
            processorSeconds = Math.Round((Environment.CpuUsage.TotalTime - _processor).TotalSeconds, 2),
            peakMegabytes = kilobytes >> 10,
            more,
        }));
        _processor = Environment.CpuUsage.TotalTime;
    }

    /// <summary>Forgets how much memory was taken at most so far.</summary>
    private static void ResetPeak()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5");
    }
}
