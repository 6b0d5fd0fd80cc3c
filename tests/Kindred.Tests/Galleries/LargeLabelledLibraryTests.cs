using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Libraries;

namespace Kindred.Tests.Galleries;

/// <summary>
/// A library much larger than what a fit looks at keeps its space when little changes, and its rows are right all the same. Made-up
/// embeddings of kinds that looks alone tell apart badly, and that are drawn towards prototypes.
/// </summary>
public sealed class LargeLabelledLibraryTests : IAsyncLifetime
{
    private const int Dimensions = 24;
    private const int Kinds = 4;
    private const int Images = VisualSpace.SampleSize + 100;

    private static readonly EmbedderStamp Stamp = new("made-up", new string('0', 64), "", "", Metric.Cosine, Dimensions, FitsSpace: true);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string IndexFile => Path.Combine(_folder.Path, "index", "gallery.index");

    public async ValueTask InitializeAsync()
    {
        await ChangeAsync(async store =>
        {
            await store.WriteSettingsAsync(new LibrarySettings(Stamp, SpaceKind.Learned), Cancel);
            await store.AddFolderAsync("/gallery", Cancel);
            await AddAsync(store, 0, Images);
        });
        Assert.Equal(1, (await RowsAsync()).Version);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Prepare_AFewMore_KeepsTheSpaceAndAddsTheirRows()
    {
        await ChangeAsync(store => AddAsync(store, Images, 40));

        var updated = await RowsAsync();

        Assert.Equal((1, Images + 40), (updated.Version, updated.Rows.Count));
        Assert.Equal(await RowsMadeAnewAsync(), updated.Rows);
    }

    [Fact]
    public async Task Prepare_MoreThanATenthMore_FitsAnew()
    {
        await ChangeAsync(store => AddAsync(store, Images, Images / 5));

        Assert.Equal(2, (await RowsAsync()).Version);
    }

    [Fact]
    public async Task Prepare_PicturesOfAnotherLabel_AreDrawnTowardsItsPrototype()
    {
        var before = await RowsAsync();
        await ChangeAsync(async store =>
        {
            var changes = new LibraryChanges();
            foreach (var (from, to) in ((string, string)[])[("kind1", "kind2"), ("kind3", "kind3")])
            {
                foreach (var image in (await store.ReadImagesAsync(Cancel)).Where(image => image.Label == from).Take(5))
                    changes.Renamed.Add((image.Id, FileOf($"{to}/moved-{image.Id.Value}.jpg", image.Content)));
            }

            await store.ApplyAsync(changes, Cancel);
        });

        var updated = await RowsAsync();

        Assert.Equal(1, updated.Version);
        Assert.Equal(await RowsMadeAnewAsync(), updated.Rows);
        long[] moved = [.. updated.Rows.Where(row => row.Value != before.Rows[row.Key]).Select(row => row.Key)];
        Assert.Equal(5, moved.Length); // Those that were only renamed are where they were.
        Assert.All(moved, id => Assert.Equal("kind2", updated.Labels[id]));
    }

    [Fact]
    public async Task Prepare_OnePictureInFoldersOfTwoLabels_IsDrawnTowardsEachPrototype()
    {
        await ChangeAsync(store =>
        {
            var changes = new LibraryChanges();
            changes.Files.Add(FileOf("kind2/copy.jpg", Content(1))); // It is of kind 1.
            return store.ApplyAsync(changes, Cancel);
        });

        var updated = await RowsAsync();

        Assert.Equal((1, Images + 1), (updated.Version, updated.Rows.Count));
        Assert.Equal(await RowsMadeAnewAsync(), updated.Rows);
        Assert.Equal(2, updated.Rows.Values.GroupBy(row => row).Count() - (Images - 1));
    }

    private static ContentHash Content(int image) => ContentHash.Of(BitConverter.GetBytes(image));

    private static IndexedFile FileOf(string path, ContentHash content) => new("/gallery", path, content, 1, DateTime.UnixEpoch);

    /// <summary>Kinds differ in a faint direction, drowned in what differs between any two images.</summary>
    private static Task AddAsync(SqliteLibraryStore store, int first, int count)
    {
        var changes = new LibraryChanges();
        for (var image = first; image < first + count; image++)
        {
            var random = new Random(image);
            float[] embedding = [.. Enumerable.Range(0, Dimensions).Select(i => (float)((random.NextDouble() - 0.5) * (i < 12 ? 2 : 0.6)))];
            embedding[^(1 + (image % Kinds))] += 0.6f;
            changes.Embeddings.Add(new ContentEmbedding(Content(image), embedding, 8, 8));
            changes.Files.Add(FileOf($"kind{image % Kinds}/{image:00000}.jpg", Content(image)));
        }

        return store.ApplyAsync(changes, Cancel);
    }

    private async Task ChangeAsync(Func<SqliteLibraryStore, Task> change)
    {
        await using var store = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        await change(store);
    }

    private Library Open() =>
        new(SqliteLibraryStore.Open(_folder.Path), () => throw new InvalidOperationException("Nothing is embedded here."));

    /// <summary>Prepares the library, and reads the rows that are searched then, by the images' ids.</summary>
    private async Task<(int Version, Dictionary<long, string> Rows, Dictionary<long, string?> Labels)> RowsAsync()
    {
        await using var library = Open();
        using var gallery = await library.PreparedAsync(Cancel);
        Assert.NotNull(gallery.Space.Prototypes);
        string RowOf(int position) => string.Join(' ', gallery.Index[position].ToArray());
        return (
            gallery.Space.Version,
            gallery.Images.Index().ToDictionary(entry => entry.Item.Id.Value, entry => RowOf(entry.Index)),
            gallery.Images.ToDictionary(image => image.Id.Value, image => image.Label));
    }

    private async Task<Dictionary<long, string>> RowsMadeAnewAsync()
    {
        File.Delete(IndexFile);
        return (await RowsAsync()).Rows;
    }
}
