using System.Globalization;
using Kindred.Evaluation.Histories;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Libraries;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks;

/// <summary>Gives a library histories to judge it by: made-up people, or ratings of other things, one picture for each.</summary>
internal static class Histories
{
    private const double LikesEach = 20;
    private const double LeastRating = 4;
    private const int Seed = 1;

    /// <summary>Draws people who choose by one of the worlds of <see cref="MadeUpPeople"/>.</summary>
    public static async Task<int> DrawAsync(string folder, MadeUpWorld world, int people)
    {
        var store = SqliteLibraryStore.OpenOrCreate(folder);
        await using var library = new Library(store, () => throw new InvalidOperationException("Nothing is embedded here."));
        using var gallery = await library.OpenGalleryAsync();
        float[][] looks = [.. Enumerable.Range(0, gallery.Images.Count).Select(gallery.EmbeddingOf)];
        await RecordAsync(
            store, library, gallery.Images,
            MadeUpPeople.Draw(world, looks, people, LikesEach, Seed).Index().Select(entry => ($"made-up {entry.Index:00000}", entry.Item)));
        return 0;
    }

    /// <summary>
    /// Takes a CSV of user, thing and rating, a header first: who gave a thing 4 or more likes a picture, always the same one of the thing.
    /// Which it is, is left to chance, so that no picture shows what decided. Later lines are later likes.
    /// </summary>
    public static async Task<int> ImportAsync(string folder, string file)
    {
        var store = SqliteLibraryStore.OpenOrCreate(folder);
        await using var library = new Library(store, () => throw new InvalidOperationException("Nothing is embedded here."));
        using var gallery = await library.OpenGalleryAsync();
        int[] pictures = [.. Enumerable.Range(0, gallery.Images.Count)];
        new Random(Seed).Shuffle(pictures);
        var likes = File.ReadLines(file).Skip(1).Select(line => line.Split(','))
            .Where(fields => double.Parse(fields[2], CultureInfo.InvariantCulture) >= LeastRating)
            .Select(fields => (User: fields[0], Thing: fields[1])).ToArray();
        var numbers = likes.Select(like => like.Thing).Distinct().Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        if (numbers.Count > pictures.Length)
            throw new InvalidOperationException($"{numbers.Count} things need as many pictures, and there are {pictures.Length}.");
        await RecordAsync(
            store, library, gallery.Images,
            likes.GroupBy(like => like.User, StringComparer.Ordinal)
                .Select(user => (user.Key, user.Select(like => pictures[numbers[like.Thing]]).Distinct().ToArray())));
        return 0;
    }

    private static async Task RecordAsync(
        SqliteLibraryStore store, Library library, IReadOnlyList<Image> images, IEnumerable<(string User, int[] Likes)> people)
    {
        var (count, likes) = (0, 0);
        foreach (var (user, own) in people)
        {
            await store.RecordAsync(
                user,
                [
                    .. own.Index().Select(like => new Choice(
                        InteractionKind.Like, images[like.Item].Content, images[like.Item].Path,
                        Time: new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(like.Index))),
                ],
                DateTimeOffset.UnixEpoch);
            (count, likes) = (count + 1, likes + own.Length);
        }

        Console.WriteLine($"{count} people like {likes} pictures");
        using var prepared = await library.PrepareAsync();
    }
}
