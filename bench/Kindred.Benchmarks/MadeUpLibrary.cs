using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks;

/// <summary>
/// A library without pictures, to measure large ones by: made-up raw embeddings of the default model's length, in clusters that are also
/// the labels, in real SQLite.
/// </summary>
internal static class MadeUpLibrary
{
    private const int Kinds = 40;

    /// <summary>What a picture is called.</summary>
    public static string PathOf(int picture) => $"kind{picture % Kinds}/{picture:000000}.jpg";

    /// <summary>Makes a library of so many pictures in a folder.</summary>
    public static async Task FillAsync(string folder, int pictures, VectorPrecision vectors = VectorPrecision.Float32)
    {
        await using var store = SqliteLibraryStore.OpenOrCreate(folder);
        var stamp = new EmbedderStamp("made-up", new string('0', 64), "", "", Metric.Cosine, 2080, FitsSpace: true);
        await store.WriteSettingsAsync(new LibrarySettings(stamp, SpaceKind.Learned) { Vectors = vectors });
        await store.AddFolderAsync("/gallery");
        var random = new Random(1);
        float[] Noise() => [.. Enumerable.Range(0, stamp.Dimensions).Select(_ => random.NextSingle() - 0.5f)];
        float[][] centers = [.. Enumerable.Range(0, Kinds).Select(_ => Noise())];
        for (var start = 0; start < pictures; start += 500)
        {
            var changes = new LibraryChanges();
            for (var picture = start; picture < Math.Min(pictures, start + 500); picture++)
            {
                var content = ContentHash.Of(BitConverter.GetBytes(picture));
                var noise = Noise();
                var center = centers[picture % Kinds];
                var raw = noise.Select((value, i) => (1.5f * value) + center[i]).ToArray();
                changes.Embeddings.Add(new ContentEmbedding(content, raw, 640, 480));
                changes.Files.Add(new IndexedFile("/gallery", PathOf(picture), content, 1, DateTime.UnixEpoch));
            }

            await store.ApplyAsync(changes);
        }
    }
}
