using System.Text.Json;
using Kindred.Embeddings;
using Kindred.Folders;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Storage.Sqlite;
using Kindred.Vision;

namespace Kindred.Benchmarks.Indexing;

/// <summary>
/// Where the processor time of an index run goes, step by step, beside decoding and inference. What runs together with these two is
/// measured by itself: hashing, fingerprints. What is left of that step is reading, storing and handing over.
/// </summary>
internal static class IndexSteps
{
    private const int Rounds = 3;

    public static async Task<int> RunAsync(string folder, string? model)
    {
        using var parts = new IndexParts(folder, model);
        var count = parts.Pictures.Length;
        var rounds = new List<Dictionary<string, double>>();
        for (var round = -1; round < Rounds; round++)
        {
            var steps = new Dictionary<string, double>
            {
                ["decode"] = ProcessorTime.Of(parts.Decode),
                ["inference"] = ProcessorTime.Of(parts.Infer),
                ["hash"] = ProcessorTime.Of(() => Array.ForEach(parts.Pictures, picture => ContentHash.Of(picture))),
                ["fingerprint"] = ProcessorTime.Of(() => TakeFingerprints(count, parts.Networks)),
            };
            await IndexAsync(folder, parts.Embedder, steps);
            // The first round compiles.
            if (round >= 0)
                rounds.Add(steps);
        }

        var medians = rounds[0].Keys.ToDictionary(
            step => step, step => Math.Round(rounds.Select(round => round.GetValueOrDefault(step)).Order().ElementAt(Rounds / 2), 3));
        var shares = rounds.Select(round => (round["decode"] + round["inference"]) / round["whole"]).Order().ToArray();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            model = parts.Embedder.Stamp.Model,
            pictures = count,
            cores = Environment.ProcessorCount,
            rounds = Rounds,
            seconds = medians,
            share = Math.Round(shares[Rounds / 2], 3),
            shares = shares.Select(share => Math.Round(share, 3)),
        }));
        return 0;
    }

    private static void TakeFingerprints(int count, EmbeddingNetworks networks)
    {
        var pixels = new byte[networks.Width * networks.Height * 3];
        new Random(1).NextBytes(pixels);
        for (var i = 0; i < count; i++)
            Fingerprint.FromRgb(pixels, networks.Width, networks.Height);
    }

    /// <summary>All that <c>kindred index</c> does for a folder that is new to it, once the model is loaded.</summary>
    private static async Task IndexAsync(string folder, IImageEmbedder embedder, Dictionary<string, double> steps)
    {
        var directory = Directory.CreateTempSubdirectory("kindred-bench-").FullName;
        try
        {
            var clock = new StepClock(steps);
            steps["whole"] = await ProcessorTime.OfAsync(async () =>
            {
                await using var store = SqliteLibraryStore.OpenOrCreate(directory);
                // Not disposed of: the embedder is used again.
                var library = new Library(store, () => embedder);
                await library.IndexAsync(folder, new IndexOptions(), clock);
                clock.End();
            });
            var beside = steps["decode"] + steps["inference"] + steps["hash"] + steps["fingerprint"];
            steps["rest of embedding"] = Math.Round(steps[nameof(LibraryStep.Embedding)] - beside, 3);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Adds up the processor time between what is reported. What comes after the end of a step has a name of its own.</summary>
    private sealed class StepClock(Dictionary<string, double> steps) : IProgress<StepProgress>
    {
        /// <summary>These two run beside each other.</summary>
        private const string Together = $"{nameof(LibraryStep.Fitting)}, {nameof(LibraryStep.Comparing)}";

        private string _step = "opening";
        private double _since = ProcessorTime.Now;

        public void Report(StepProgress value)
        {
            var isFit = value.Step is LibraryStep.Fitting or LibraryStep.FittingChoices;
            var step = isFit || value.Step == LibraryStep.Comparing ? Together : value.Step.ToString();
            Turn(value.Done == value.Total && !isFit && value.Step != LibraryStep.Embedding ? $"after {step}" : step);
        }

        public void End() => Turn("end");

        private void Turn(string step)
        {
            if (step == _step)
                return;
            var now = ProcessorTime.Now;
            steps[_step] = Math.Round(steps.GetValueOrDefault(_step) + now - _since, 3);
            (_step, _since) = (step, now);
        }
    }
}
