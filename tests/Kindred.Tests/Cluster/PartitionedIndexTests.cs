using Kindred.Galleries;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Storage;
using Kindred.Tests.NeighborIndexes;

namespace Kindred.Tests.Cluster;

/// <summary>What partitions find together, against what one index over all rows finds.</summary>
public sealed class PartitionedIndexTests
{
    private const int Count = 3000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    public async Task Search_InPartitions_FindsWhatOneIndexFinds(int partitions)
    {
        using var made = await MadeUpLibrary.CreateAsync(Count);
        await using var whole = made.Open();
        using var one = (await whole.PrepareAsync(progress: null, Cancel))!; // It has pictures.
        await using var many = await PartitionedGallery.OpenAsync(made.Open(), partitions);
        IdSet few = Every(97), most = Every(2);

        foreach (var (within, include) in new (IdSet?, Func<int, bool>?)[]
        {
            (null, null), (few, null), (most, null), (null, id => id % 3 != 0), (null, id => id % 500 == 7), (few, id => id % 2 == 0),
            (most, id => id % 1000 == 1), (null, _ => false), (new IdSet(Count), null),
        })
        {
            foreach (var k in new[] { 1, 10, 200, Count })
            {
                using var queries = Queries(one);
                using var same = Queries(one);
                Assert.Equal(one.Index.Search(queries, k, include, within), many.Gallery.Index.Search(same, k, include, within));
                for (var row = 0; row < queries.Rows; row++)
                    Assert.Equal(queries[row].ToArray(), same[row].ToArray());
            }
        }
    }

    [Fact]
    public async Task Search_ByAFilterThatLeavesNothingNear_AsksAFewTimes()
    {
        using var made = await MadeUpLibrary.CreateAsync(Count);
        await using var many = await PartitionedGallery.OpenAsync(made.Open(), 16);
        var query = many.Gallery.EmbeddingOf(5);

        var found = many.Gallery.Index.Search(query, 3, id => id == 2999);

        Assert.Equal(2999, Assert.Single(found).Id);
        Assert.InRange(many.Requests, 1, 4 * 16);
    }

    [Fact]
    public async Task SearchAll_InPartitions_FindsWhatOneIndexFinds()
    {
        using var made = await MadeUpLibrary.CreateAsync(700);
        await using var whole = made.Open();
        using var one = (await whole.PrepareAsync(progress: null, Cancel))!; // It has pictures.
        await using var many = await PartitionedGallery.OpenAsync(made.Open(), 5);

        var expected = one.Index.SearchAll(4, (id, other) => (id + other) % 2 == 0, Cancel);
        var actual = many.Gallery.Index.SearchAll(4, (id, other) => (id + other) % 2 == 0, Cancel);

        Assert.Equal(Ids(expected), Ids(actual));
    }

    [Fact]
    public async Task Search_ByGraphs_FindsNearlyAllAndSaysExactDistances()
    {
        using var made = await MadeUpLibrary.CreateAsync(6000, SearchKind.Hnsw, VectorPrecision.Int8);
        await using var many = await PartitionedGallery.OpenAsync(made.Open(), 3);
        var found = 0;

        for (var image = 0; image < 200; image++)
        {
            var query = many.Gallery.EmbeddingOf(image * 30);
            var exact = many.Gallery.Exact.Search(query, 10);
            found += exact.Intersect(many.Gallery.Index.Search(query, 10)).Count();
        }

        Assert.InRange(found, 1950, 2000);
    }

    [Fact]
    public async Task Files_OfPartitionsThatHaveNotChanged_StayAsTheyAre()
    {
        using var made = await MadeUpLibrary.CreateAsync(400, SearchKind.Hnsw);
        using var folder = new TemporaryFolder();
        await using (var before = await PartitionedGallery.OpenAsync(made.Open(), 8, folder.Path))
            before.Gallery.Index.Search(before.Gallery.EmbeddingOf(0), 1);
        var files = Directory.GetFiles(folder.Path).ToDictionary(file => file, File.ReadAllBytes);
        await made.AddAsync(2);

        await using var after = await PartitionedGallery.OpenAsync(made.Open(), 8, folder.Path);
        for (var image = 0; image < after.Gallery.Images.Count; image++)
            Assert.Equal(image, after.Gallery.Index.Search(after.Gallery.Indexes.Exact[image], 1)[0].Id);

        Assert.Equal(8, files.Count);
        Assert.InRange(files.Count(file => File.ReadAllBytes(file.Key).AsSpan().SequenceEqual(file.Value)), 6, 7);
    }

    private static AlignedMatrix Queries(Gallery gallery)
    {
        var queries = new AlignedMatrix(gallery.Index.Dimensions, 3);
        var random = new Random(4);
        foreach (var image in new[] { 3, 1500, 2990 })
            queries.Add([.. gallery.EmbeddingOf(image).Select(number => 3 * (number + (0.01f * random.NextSingle())))]);
        return queries;
    }

    private static IdSet Every(int step)
    {
        var set = new IdSet(Count);
        for (var id = 1; id < Count; id += step)
            set.Add(id);
        return set;
    }

    private static int[][] Ids(Neighbor[][] found) => [.. found.Select(neighbors => neighbors.Select(one => one.Id).ToArray())];
}
