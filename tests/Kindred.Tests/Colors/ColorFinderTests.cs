using Kindred.Colors;
using Kindred.Derived;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Storage;

namespace Kindred.Tests.Colors;

public sealed class ColorFinderTests : IDisposable
{
    private static readonly EmbedderStamp Stamp =
        new("made-up", new string('0', 64), "", "", Metric.Cosine, Dimensions: 3, FitsSpace: true);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Current_AllAreNewThenOneIs_EachHasTheColorsOfItsFingerprint()
    {
        await using var store = SqliteLibraryStore.OpenOrCreate(_folder.File("library"));
        await store.WriteSettingsAsync(new LibrarySettings(Stamp, SpaceKind.Visual), Cancel);
        await store.AddFolderAsync("/gallery", Cancel);
        var finder = new ColorFinder(store, new DerivedCache(store));
        await AddAsync(store, first: 0, count: 30);
        await finder.CurrentAsync(await store.ReadImagesAsync(Cancel), "30", progress: null, Cancel);
        await AssertColorsAsync(store, 30);

        // One of thirty-one is looked up; thirty of thirty were read in a row.
        await AddAsync(store, first: 30, count: 1);
        await finder.CurrentAsync(await store.ReadImagesAsync(Cancel), "31", progress: null, Cancel);

        await AssertColorsAsync(store, 31);
    }

    private static async Task AssertColorsAsync(SqliteLibraryStore store, int count)
    {
        var table = (await new DerivedCache(store).ReadAsync(ColorTable.Kind, Cancel))!.Value;
        Assert.Equal(count, table.Count);
        for (var n = 0; n < count; n++)
        {
            var expected = new byte[ThingColors.Size];
            ThingColors.Find(Print(n), expected);
            Assert.Equal(expected, table.ColorsAt(table.RowOf(ContentHash.Of([(byte)n]))).ToArray());
        }
    }

    private static Task AddAsync(SqliteLibraryStore store, int first, int count)
    {
        var changes = new LibraryChanges();
        foreach (var n in Enumerable.Range(first, count))
        {
            var content = ContentHash.Of([(byte)n]);
            changes.Embeddings.Add(new ContentEmbedding(content, new float[] { 1, 2, 3 }, 640, 480, Print(n)));
            changes.Files.Add(new IndexedFile("/gallery", $"{n:00}.jpg", content, 1, DateTime.UnixEpoch));
        }

        return store.ApplyAsync(changes, Cancel);
    }

    // A square of a color of its own on a light ground.
    private static Fingerprint Print(int n)
    {
        const int Side = 96;
        var pixels = new byte[Side * Side * 3];
        Array.Fill(pixels, (byte)230);
        for (var y = 20; y < 76; y++)
        {
            for (var x = 20; x < 76; x++)
            {
                var pixel = ((y * Side) + x) * 3;
                (pixels[pixel], pixels[pixel + 1], pixels[pixel + 2]) = ((byte)(n * 8), (byte)(250 - (n * 8)), (byte)(n * 37));
            }
        }

        return Fingerprint.FromRgb(pixels, Side, Side);
    }
}
