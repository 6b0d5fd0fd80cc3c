using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.Spaces;

/// <summary>
/// Which embeddings a space is fitted on. Each embedding is its image's position, in two numbers that float16 holds exactly.
/// </summary>
public sealed class RawSampleTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SqliteLibraryStore _store = null!; // Set before every test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        var stamp = new EmbedderStamp("made-up", new string('0', 64), "", "", Metric.Cosine, 2, FitsSpace: true);
        await _store.WriteSettingsAsync(new LibrarySettings(stamp, SpaceKind.Visual), Cancel);
        await _store.AddFolderAsync("/gallery", Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1500)]
    [InlineData(9001)]
    public async Task Read_EvenSampleAndWanted_IsWhatGoingThroughAllTakes(int count)
    {
        var images = await FillAsync(count);
        var wanted = Enumerable.Range(0, count).Where(position => position % 7 == 3).ToHashSet();

        using var sample = await RawSample.ReadAsync(_store, 2, images, wanted, Cancel);

        int[] expected = [.. GoingThroughAll(count, wanted)];
        Assert.Equal(expected, sample.Positions);
        Assert.Equal(
            expected.Select(Numbers),
            Enumerable.Range(0, sample.Embeddings.Rows).Select(row => (sample.Embeddings[row][0], sample.Embeddings[row][1])));
    }

    [Fact]
    public async Task Read_MoreWantedThanTakePart_TakesAnEvenSampleOfThem()
    {
        var images = await FillAsync(20_000);
        var wanted = Enumerable.Range(0, 10_000).Select(position => position * 2).ToHashSet();

        using var sample = await RawSample.ReadAsync(_store, 2, images, wanted, Cancel);
        using var even = await RawSample.ReadAsync(_store, 2, images, new HashSet<int>(), Cancel);

        Assert.Equal(VisualSpace.SampleSize, even.Positions.Length);
        int[] added = [.. sample.Positions.Except(even.Positions)];
        Assert.InRange(added.Length, RawSample.MostWanted / 3, RawSample.MostWanted);
        Assert.All(added, position => Assert.Contains(position, wanted));
        Assert.InRange(added.Average(), 9_500, 10_500);
        Assert.Equal(sample.Positions.Order(), sample.Positions);
    }

    [Fact]
    public async Task Read_EmbeddingGoneMeanwhile_LeavesItsImageOut()
    {
        var images = await FillAsync(3);
        Image[] before = [images[0], images[1] with { Content = ContentHash.Of([1]) }, images[2]];

        using var sample = await RawSample.ReadAsync(_store, 2, before, new HashSet<int>(), Cancel);

        Assert.Equal([0, 2], sample.Positions);
    }

    /// <summary>The sample as it is defined: the next image is due when as many were passed as make up a step.</summary>
    private static IEnumerable<int> GoingThroughAll(int count, HashSet<int> wanted)
    {
        var step = Math.Max(1.0, (double)count / 8192);
        var even = 0;
        for (var position = 0; position < count; position++)
        {
            var isDue = position >= even * step;
            if (isDue)
                even++;
            if (isDue || wanted.Contains(position))
                yield return position;
        }
    }

    private static (float, float) Numbers(int position) => (position / 1000, position % 1000);

    private async Task<IReadOnlyList<Image>> FillAsync(int count)
    {
        var changes = new LibraryChanges();
        for (var position = 0; position < count; position++)
        {
            var content = ContentHash.Of(BitConverter.GetBytes(position));
            var (first, second) = Numbers(position);
            changes.Embeddings.Add(new ContentEmbedding(content, new[] { first, second }, 1, 1));
            changes.Files.Add(new IndexedFile("/gallery", $"{position:D6}.jpg", content, 1, DateTime.UnixEpoch));
        }

        await _store.ApplyAsync(changes, Cancel);
        return await _store.ReadImagesAsync(Cancel);
    }
}
