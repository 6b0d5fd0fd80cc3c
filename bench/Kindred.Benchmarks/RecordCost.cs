using System.Diagnostics;
using System.Globalization;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.Storage;

namespace Kindred.Benchmarks;

/// <summary>What recording interactions of many users costs a store, without reading and checking a file.</summary>
internal static class RecordCost
{
    private const int Users = 50_000;
    private const int Pictures = 10_000;
    private const int RowsPerBatch = 1 << 18;

    /// <summary>Records the same rows twice: the second time nothing changes.</summary>
    public static async Task<int> RunAsync(string library, int rows)
    {
        await using var store = Stores.OpenOrCreate(library);
        foreach (var what in new[] { "new", "again" })
        {
            using var self = Process.GetCurrentProcess();
            var (started, processor) = (Stopwatch.GetTimestamp(), self.TotalProcessorTime);
            var report = await store.RecordAsync(Batches(rows), DateTimeOffset.UnixEpoch);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            self.Refresh();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"what":"{{what}}","rows":{{rows}},"seconds":{{seconds:0.00}},"rowsPerSecond":{{rows / seconds:0}},"""
                + $$"""ownProcessorSeconds":{{(self.TotalProcessorTime - processor).TotalSeconds:0.00}},"new":{{report.New}},"""
                + $$"""updated":{{report.Updated}},"already":{{report.AlreadyThere}}}"""));
        }

        return await OneByOneAsync(store);
    }

    /// <summary>Records likes as a page does: one by one.</summary>
    private static async Task<int> OneByOneAsync(ILibraryStore store)
    {
        const int Likes = 500;
        var started = Stopwatch.GetTimestamp();
        for (var like = 0; like < Likes; like++)
        {
            await store.RecordAsync(
                $"somebody{like % 7}", [new Choice(InteractionKind.Like, ContentHash.Of(BitConverter.GetBytes(like)), "one.jpg")],
                DateTimeOffset.UnixEpoch);
        }

        var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds / Likes;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""{"what":"one by one","milliseconds":{{milliseconds:0.00}}}"""));
        return 0;
    }

    private static async IAsyncEnumerable<InteractionBatch> Batches(int rows)
    {
        var random = new Random(1);
        string[] users = [.. Enumerable.Range(0, Users).Select(user => $"user{user}")];
        ChosenPicture[] pictures =
        [
            .. Enumerable.Range(0, Pictures).Select(
                picture => new ChosenPicture(ContentHash.Of(BitConverter.GetBytes(picture)), MadeUpLibrary.PathOf(picture))),
        ];
        string[] kinds = ["view", "view", "view", "view", "view", "cart", "purchase", "like", "like", "dislike"];
        InteractionKind[] each = [.. kinds.Distinct().Select(kind => InteractionKind.Parse(kind, provider: null))];
        int[] places = [.. kinds.Select(kind => Array.FindIndex(each, one => one.Name == kind))];
        var batch = new InteractionRow[RowsPerBatch];
        for (var start = 0; start < rows; start += RowsPerBatch)
        {
            var count = Math.Min(RowsPerBatch, rows - start);
            for (var i = 0; i < count; i++)
            {
                // Few users and pictures are met often, most seldom.
                batch[i] = new InteractionRow(
                    (int)(Users * Math.Pow(random.NextDouble(), 2)), (int)(Pictures * Math.Pow(random.NextDouble(), 2)),
                    places[random.Next(places.Length)], Weight: null, (1_700_000_000L + start + i) * TimeSpan.TicksPerSecond,
                    start + i + 1);
            }

            yield return new InteractionBatch(users, pictures, each, batch.AsMemory(0, count));
            await Task.Yield();
        }
    }
}
