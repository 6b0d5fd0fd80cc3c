using Kindred.Images;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks.Choices;

/// <summary>
/// Likes drawn for a <see cref="MadeUpLibrary"/>: people have a few circles each, which looks do not show; within a circle and among people
/// the tail is long. Every tenth like is of any picture.
/// </summary>
internal static class MadeUpHistories
{
    private const int PicturesPerCircle = 200;
    private const int RowsPerBatch = 1 << 18;
    private static readonly DateTime Start = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Records likes of so many people in a library, and writes them to a file.</summary>
    /// <param name="directory">The library.</param>
    /// <param name="pictures">How many pictures it has.</param>
    /// <param name="people">How many people there are.</param>
    /// <param name="likes">How many likes.</param>
    /// <param name="file">Gets each like as two int32: person and picture, person after person, in the order of time.</param>
    public static async Task<int> FillAsync(string directory, int pictures, int people, int likes, string file)
    {
        var pairs = Draw(pictures, people, likes);
        using (var writer = new BinaryWriter(File.Create(file)))
        {
            foreach (var (person, picture) in pairs)
            {
                writer.Write(person);
                writer.Write(picture);
            }
        }

        await using var store = SqliteLibraryStore.Open(directory);
        var report = await store.RecordAsync(Batches(pairs, pictures, people), new DateTimeOffset(Start, TimeSpan.Zero));
        Console.Error.WriteLine($"{pairs.Count:N0} likes of {people:N0} people: {report}");
        return 0;
    }

    private static List<(int Person, int Picture)> Draw(int pictures, int people, int likes)
    {
        var random = new Random(2);
        var circles = Math.Max(2, pictures / PicturesPerCircle);
        int[] members = [.. Enumerable.Range(0, pictures)];
        random.Shuffle(members);
        double[] activity = [.. Enumerable.Range(0, people).Select(_ => Math.Min(60, Math.Pow(1 - random.NextDouble(), -0.6)))];
        var share = likes / activity.Sum();
        var pairs = new List<(int, int)>(likes);
        var chosen = new HashSet<int>();
        var due = 0.0;
        for (var person = 0; person < people; person++)
        {
            chosen.Clear();
            int[] own = [.. Enumerable.Range(0, 3).Select(_ => (int)(circles * Math.Pow(random.NextDouble(), 1.5)))];
            for (due += activity[person] * share; due >= 1; due--)
            {
                var circle = own[random.Next(own.Length)];
                var place = random.Next(10) == 0
                    ? random.Next(pictures)
                    : circle + (circles * (int)(pictures / circles * Math.Pow(random.NextDouble(), 2)));
                if (chosen.Add(members[place]))
                    pairs.Add((person, members[place]));
            }
        }

        return pairs;
    }

    private static async IAsyncEnumerable<InteractionBatch> Batches(List<(int Person, int Picture)> pairs, int pictures, int people)
    {
        string[] users = [.. Enumerable.Range(0, people).Select(person => $"user{person}")];
        ChosenPicture[] chosen =
        [
            .. Enumerable.Range(0, pictures).Select(picture => new ChosenPicture(
                ContentHash.Of(BitConverter.GetBytes(picture)), MadeUpLibrary.PathOf(picture))),
        ];
        var random = new Random(3);
        var rows = new InteractionRow[RowsPerBatch];
        for (var start = 0; start < pairs.Count; start += RowsPerBatch)
        {
            var count = Math.Min(RowsPerBatch, pairs.Count - start);
            for (var i = 0; i < count; i++)
            {
                var (person, picture) = pairs[start + i];
                var time = Start.AddMinutes(((start + i) * 0.2) + random.NextDouble());
                rows[i] = new InteractionRow(person, picture, Kind: 0, Weight: null, time.Ticks, start + i + 1);
            }

            yield return new InteractionBatch(users, chosen, [InteractionKind.Like], rows.AsMemory(0, count));
            await Task.Yield();
        }
    }
}
