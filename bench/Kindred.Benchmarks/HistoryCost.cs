using System.Diagnostics;
using System.Globalization;

namespace Kindred.Benchmarks;

/// <summary>
/// What histories of all users cost: a file to import, and reading what was imported as a model that learns from it does.
/// </summary>
internal static class HistoryCost
{
    private const int Users = 50_000;

    /// <summary>Writes interactions with pictures of <see cref="MadeUpLibrary"/>, in the order of time, to a file of CSV.</summary>
    public static int Write(string file, int rows, int pictures)
    {
        var random = new Random(1);
        string[] kinds = ["view", "view", "view", "view", "view", "cart", "purchase", "like", "like", "dislike"];
        using var writer = new StreamWriter(file);
        writer.WriteLine("user,picture,kind,time");
        for (var row = 0; row < rows; row++)
        {
            // Few users and pictures are met often, most seldom.
            var user = (int)(Users * Math.Pow(random.NextDouble(), 2));
            var picture = (int)(pictures * Math.Pow(random.NextDouble(), 2));
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"user{user},kind{picture % 40}/{picture:000000}.jpg,{kinds[random.Next(kinds.Length)]},{1_700_000_000 + row}"));
        }

        return 0;
    }

    /// <summary>Reads all blocks, and one user a hundred times, as one line of JSON.</summary>
    public static async Task<int> ReadAsync(string library)
    {
        await using var store = Stores.OpenOrCreate(library);
        var (rows, sum) = (0L, 0.0);
        var started = Stopwatch.GetTimestamp();
        await foreach (var block in store.ReadBlocksAsync())
        {
            for (var i = 0; i < block.Count; i++)
                sum += block.Weights[i];
            rows += block.Count;
        }

        var all = Stopwatch.GetElapsedTime(started).TotalSeconds;
        started = Stopwatch.GetTimestamp();
        var ofUsers = 0;
        for (var user = 0; user < 100; user++)
            ofUsers += (await store.ReadInteractionsAsync($"user{user * 97}")).Count;
        var one = Stopwatch.GetElapsedTime(started).TotalMilliseconds / 100;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"rows":{{rows}},"rowsPerSecond":{{rows / all:0}},"weight":{{sum:0}},"userRows":{{ofUsers / 100.0}}"""
            + $$""","userMilliseconds":{{one:0.000}},"bytes":{{store.Size}}}"""));
        return 0;
    }
}
