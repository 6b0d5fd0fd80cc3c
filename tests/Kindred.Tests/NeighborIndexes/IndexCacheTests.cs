using Kindred.Galleries;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Search.Hnsw;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Tests.Libraries;

namespace Kindred.Tests.NeighborIndexes;

/// <summary>The index in its file: the same answers as without, whatever happens to the library or to the file.</summary>
public sealed class IndexCacheTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<SearchKind, VectorPrecision> Kinds => new()
    {
        { SearchKind.Flat, VectorPrecision.Float32 },
        { SearchKind.Flat, VectorPrecision.Int8 },
        { SearchKind.Hnsw, VectorPrecision.Float32 },
        { SearchKind.Hnsw, VectorPrecision.Int8 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task OpenGallery_FromTheFile_AnswersAsFromTheStore(SearchKind search, VectorPrecision vectors)
    {
        using var made = await MadeUpLibrary.CreateAsync(4000, search, vectors);
        var first = await AnswersAsync(made);
        Assert.True(File.Exists(made.IndexFile));
        var written = File.GetLastWriteTimeUtc(made.IndexFile);

        var second = await AnswersAsync(made);

        Assert.Equal(first, second);
        Assert.Equal(written, File.GetLastWriteTimeUtc(made.IndexFile));
        await AssertFindsTrueNeighborsAsync(made);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task OpenGallery_AfterChanges_BringsTheFileUpToDate(SearchKind search, VectorPrecision vectors)
    {
        using var made = await MadeUpLibrary.CreateAsync(4000, search, vectors);
        await AnswersAsync(made);
        await using (var library = made.Open())
        {
            using var gallery = await library.PreparedAsync(Cancel);
            await made.RemoveAsync(gallery.Images.Where((_, position) => position % 10 < 3));
        }

        await made.AddAsync(1200);

        await AssertFindsTrueNeighborsAsync(made);
        if (search != SearchKind.Flat)
            return;
        var updated = await AnswersAsync(made);
        File.Delete(made.IndexFile);
        Assert.Equal(await AnswersAsync(made), updated);
    }

    [Fact]
    public async Task OpenGallery_AfterAFewChanges_MendsTheGraphInsteadOfBuildingItAnew()
    {
        using var made = await MadeUpLibrary.CreateAsync(3000, SearchKind.Hnsw);
        await AnswersAsync(made);
        await made.AddAsync(10);

        var told = new Told();
        await using (var library = made.Open())
        {
            using var gallery = await library.PrepareAsync(told, Cancel);
            Assert.Equal(3010, gallery!.Images.Count); // The library has pictures.
        }

        Assert.Equal(10, told.Linked);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task OpenGallery_FileDeletedOrDamagedOrCutOff_AnswersTheSame(SearchKind search, VectorPrecision vectors)
    {
        using var made = await MadeUpLibrary.CreateAsync(1200, search, vectors);
        var before = await AnswersAsync(made);
        var whole = await File.ReadAllBytesAsync(made.IndexFile, Cancel);
        var random = new Random(41);
        Action[] harms =
        [
            () => File.Delete(made.IndexFile),
            () => File.WriteAllBytes(made.IndexFile, []),
            () => File.WriteAllBytes(made.IndexFile, whole[..(whole.Length / 2)]),
            () => File.WriteAllBytes(made.IndexFile, whole[..^1]),
            () => File.WriteAllText(made.IndexFile, "This is a text."),
            .. Enumerable.Range(0, 5).Select<int, Action>(_ => () => Flip(whole, made.IndexFile, random.Next(4096, whole.Length))),
            () => Flip(whole, made.IndexFile, 5),
        ];

        foreach (var harm in harms)
        {
            harm();
            // A graph built anew on several threads is another graph: it finds nearly the same, so only exact answers can be compared.
            if (search == SearchKind.Flat)
                Assert.Equal(before, await AnswersAsync(made));
            else
                await AssertFindsTrueNeighborsAsync(made);
            Assert.Equal(whole.Length, new FileInfo(made.IndexFile).Length, 0.1 * whole.Length);
        }
    }

    [Fact]
    public async Task OpenGallery_FileOfAnotherLibrary_IsNotUsed()
    {
        using var one = await MadeUpLibrary.CreateAsync(1000);
        using var other = await MadeUpLibrary.CreateAsync(1000);
        await other.RemoveAsync((await ImagesAsync(other)).Take(1));
        await other.AddAsync(1);
        var before = await AnswersAsync(one);
        await AnswersAsync(other);

        File.Copy(other.IndexFile, one.IndexFile, overwrite: true);

        Assert.Equal(before, await AnswersAsync(one));
    }

    [Fact]
    public async Task OpenGallery_IndexFolderCannotBeMade_SearchesFromMemory()
    {
        using var made = await MadeUpLibrary.CreateAsync(1000, SearchKind.Hnsw, VectorPrecision.Int8);
        await File.WriteAllTextAsync(Path.Combine(made.Location, "index"), "in the way", Cancel);

        await AssertFindsTrueNeighborsAsync(made);
    }

    [Fact]
    public async Task OpenGallery_OtherKindOfIndexWanted_IsMadeFromTheSameFile()
    {
        using var made = await MadeUpLibrary.CreateAsync(2500, SearchKind.Flat);
        var before = await AnswersAsync(made);
        (SearchKind, VectorPrecision)[] graphs = [(SearchKind.Hnsw, VectorPrecision.Float32), (SearchKind.Hnsw, VectorPrecision.Int8)];
        foreach (var (search, vectors) in graphs)
        {
            await made.SetAsync(search, vectors);
            await AssertFindsTrueNeighborsAsync(made);
            await using var library = made.Open();
            using var gallery = await library.PreparedAsync(Cancel);
            Assert.IsType<HnswIndex>(gallery.Index);
        }

        await made.SetAsync(SearchKind.Flat, VectorPrecision.Float32);
        Assert.Equal(before, await AnswersAsync(made));
    }

    [Fact]
    public async Task OpenGallery_SameContentTwice_GivesBothTheirPlaces()
    {
        using var made = await MadeUpLibrary.CreateAsync(500);
        var images = await ImagesAsync(made);
        await AnswersAsync(made);
        var changes = new LibraryChanges();
        changes.Files.Add(new IndexedFile("/gallery", "0-copy.jpg", images[77].Content, 1, DateTime.UnixEpoch));
        await made.ChangeAsync(store => store.ApplyAsync(changes, Cancel));

        await using var library = made.Open();
        using var gallery = await library.PreparedAsync(Cancel);

        var nearest = Assert.Single(gallery.Similar(gallery.Query(gallery.Images[0]), 1));
        Assert.Equal(images[77].Path, nearest.Image.Path);
        Assert.Equal(0, nearest.Distance, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Similar_WithoutOpeningTheGallery_FindsTheSame(SearchKind search, VectorPrecision vectors)
    {
        using var made = await MadeUpLibrary.CreateAsync(3000, search, vectors);
        await AnswersAsync(made);
        await using var library = made.Open();
        using var gallery = await library.PreparedAsync(Cancel);

        foreach (var image in gallery.Images.Where((_, position) => position % 300 == 0))
        {
            var similar = await library.TrySimilarAsync(image.Path, 7, cancellationToken: Cancel);
            Assert.Equal(image, similar?.Query.Image);
            Assert.Equal(gallery.Similar(gallery.Query(image), 7), similar?.Results);
        }

        await Assert.ThrowsAsync<KindredException>(() => library.TrySimilarAsync("nobody.jpg", 7, cancellationToken: Cancel));
    }

    [Fact]
    public async Task Similar_LibraryHasChanged_KnowsOfIt()
    {
        using var made = await MadeUpLibrary.CreateAsync(1000);
        var images = await ImagesAsync(made);
        await using var library = made.Open();
        var before = await library.TrySimilarAsync(images[3].Path, 1, cancellationToken: Cancel);

        await made.RemoveAsync([before!.Results[0].Image]); // The library was prepared.

        Assert.Null(await library.TrySimilarAsync(images[3].Path, 1, cancellationToken: Cancel));
        (await library.PreparedAsync(Cancel)).Dispose();
        var after = await library.TrySimilarAsync(images[3].Path, 1, cancellationToken: Cancel);
        Assert.NotEqual(before.Results[0].Image.Path, after?.Results[0].Image.Path);
    }

    private static void Flip(byte[] whole, string file, int place)
    {
        byte[] damaged = [.. whole];
        damaged[place] ^= 1;
        File.WriteAllBytes(file, damaged);
    }

    private static async Task<IReadOnlyList<Kindred.Images.Image>> ImagesAsync(MadeUpLibrary made)
    {
        await using var library = made.Open();
        using var gallery = await library.PreparedAsync(Cancel);
        return gallery.Images;
    }

    /// <summary>Five neighbors of every fiftieth image, by path and distance.</summary>
    private static async Task<string[]> AnswersAsync(MadeUpLibrary made)
    {
        await using var library = made.Open();
        using var gallery = await library.PreparedAsync(Cancel);
        return
        [
            .. gallery.Images.Where((_, position) => position % 50 == 0)
                .SelectMany(image => gallery.Similar(gallery.Query(image), 5)
                    .Select(found => $"{image.Path}: {found.Image.Path} {found.Distance:R}")),
        ];
    }

    /// <summary>Truth comes from the store, not from the file: all embeddings in the gallery's space, compared one by one.</summary>
    private static async Task AssertFindsTrueNeighborsAsync(MadeUpLibrary made)
    {
        await using var library = made.Open();
        using var gallery = await library.PreparedAsync(Cancel);
        await using var store = Kindred.Storage.Sqlite.SqliteLibraryStore.Open(made.Location);
        using var exact = new FlatIndex(gallery.Space.Dimensions, Metric.Cosine);
        var position = 0;
        await foreach (var (image, embedding) in store.ReadEmbeddingsAsync(Cancel))
        {
            Assert.Equal(gallery.Images[position++], image);
            exact.Add(gallery.Space.Project(embedding.ToArray().Select(half => (float)half).ToArray()));
        }

        var (hits, all) = (0, 0);
        for (var id = 0; id < exact.Count; id += 40)
        {
            var truth = exact.Search(exact[id], 10, other => other != id).Select(neighbor => gallery.Images[neighbor.Id].Path).ToHashSet();
            hits += gallery.Similar(gallery.Query(gallery.Images[id]), 10).Count(found => truth.Contains(found.Image.Path));
            all += truth.Count;
        }

        Assert.Equal(exact.Count, gallery.Images.Count);
        Assert.InRange(hits / (double)all, 0.98, 1);
    }

    private sealed class Told : IProgress<StepProgress>
    {
        private int _linked;

        public int Linked => _linked;

        public void Report(StepProgress value)
        {
            if (value.Step == LibraryStep.Linking)
                Interlocked.Increment(ref _linked);
        }
    }
}
