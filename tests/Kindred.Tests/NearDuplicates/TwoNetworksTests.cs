using Kindred.Embeddings;
using Kindred.Images;
using Kindred.NearDuplicates.Finding;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.NearDuplicates;

/// <summary>Where two networks make embeddings, near-duplicates are looked for by what the first one gives.</summary>
public sealed class TwoNetworksTests : IAsyncLifetime
{
    private static readonly float[] Original = [1, 2, 3, 4, 4, 0];
    private static readonly float[] Copy = [1, 2, 3, 4, -4, 0];
    private static readonly float[] Another = [4, -3, 2, -1, 4, 0];

    private readonly TemporaryFolder _folder = new();
    private SqliteLibraryStore _store = null!; // Set before every test.

    private static EmbedderStamp Stamp { get; } =
        new("one+two", "aa11", "0.5 x 4: [map avg 1] + 0.5 x 2: [map avg 1]", "8x8 rgb", Metric.Cosine, Original.Length, FitsSpace: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = SqliteLibraryStore.OpenOrCreate(_folder.File("library"));
        await _store.WriteSettingsAsync(new LibrarySettings(Stamp, SpaceKind.Visual), Cancel);
        await _store.AddFolderAsync("/gallery", Cancel);
        var pixels = new byte[48 * 48 * 3];
        new Random(1).NextBytes(pixels);
        var changes = new LibraryChanges();
        foreach (var (name, embedding) in ((string, float[])[])[("original", Original), ("copy", Copy), ("another", Another)])
        {
            changes.Embeddings.Add(new ContentEmbedding(Content(name), embedding, 640, 480, Fingerprint.FromRgb(pixels, 48, 48)));
            changes.Files.Add(new IndexedFile("/gallery", $"{name}.jpg", Content(name), 1, DateTime.UnixEpoch));
        }

        await _store.ApplyAsync(changes, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task CompareNew_PicturesThatTheSecondNetworkTellsApart_AreNearDuplicatesByTheFirst()
    {
        await new NearDuplicateFinder(_store, _store).CompareNewAsync(Stamp, progress: null, Cancel);

        var pair = Assert.Single(await _store.ReadNearDuplicatesAsync(Cancel));
        Assert.Equal(new[] { Content("copy"), Content("original") }.ToHashSet(), new[] { pair.Content, pair.Other }.ToHashSet());
    }

    [Fact]
    public async Task NearDuplicatesOf_APictureFromOutside_AreThoseByTheFirst()
    {
        var prints = await _store.ReadFingerprintsAsync([Content("copy")], Cancel);
        var outside = new FingerprintedImage(Copy, prints[Content("copy")]);

        var found = await new NearDuplicateFinder(_store, _store).NearDuplicatesOfAsync(
            outside, [Content("original"), Content("another")], Stamp, Cancel);

        Assert.Equal([Content("original")], found);
    }

    [Fact]
    public async Task RawEmbeddings_AreThoseOfTheFirst()
    {
        var raw = new RawEmbeddings(_store, Stamp);

        var (_, rows) = await raw.ReadAsync([Content("another")], Cancel);
        using (rows)
            Assert.Equal(Another[..4], rows[0].ToArray());
        await foreach (var (contents, block) in raw.ReadBlocksAsync(Cancel))
            Assert.Equal(Copy[..4], block[contents.ToList().IndexOf(Content("copy"))].ToArray());
    }

    [Fact]
    public async Task CompareNew_WhileTheLibraryChangesToAnotherModel_MarksNothingAsCompared()
    {
        var waiting = await _store.ReadUncomparedAsync(Cancel);
        var earlier = Stamp with { Dimensions = Stamp.Dimensions + 1 };

        var fault = await Assert.ThrowsAsync<KindredException>(
            () => new NearDuplicateFinder(_store, _store).CompareNewAsync(earlier, progress: null, Cancel));

        Assert.Equal(Fault.LibraryChanging, fault.Fault);
        Assert.NotEmpty(waiting);
        Assert.Equal(waiting, await _store.ReadUncomparedAsync(Cancel));
    }

    [Fact]
    public async Task NearDuplicatesOf_WhileTheLibraryChangesToAnotherModel_LeavesOutWhatHasChanged()
    {
        var prints = await _store.ReadFingerprintsAsync([Content("copy")], Cancel);
        var outside = new FingerprintedImage(new float[Stamp.Dimensions + 1], prints[Content("copy")]);

        Assert.Empty(await new NearDuplicateFinder(_store, _store).NearDuplicatesOfAsync(
            outside, [Content("original")], Stamp with { Dimensions = Stamp.Dimensions + 1 }, Cancel));
    }

    private static ContentHash Content(string name) => ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(name));
}
