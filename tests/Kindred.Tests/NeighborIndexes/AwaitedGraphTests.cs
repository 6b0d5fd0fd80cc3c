using System.Reflection;
using Kindred.Embeddings;
using Kindred.Galleries;
using Kindred.Images.Sources;
using Kindred.Interactions;
using Kindred.Libraries;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.NeighborIndexes;

/// <summary>A large library before its graph is linked: answered exactly, by whoever asks and whatever stops the linking.</summary>
public sealed class AwaitedGraphTests
{
    private const int Pictures = 1200;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<VectorPrecision> Precisions => [VectorPrecision.Float32, VectorPrecision.Int8];

    [Theory]
    [MemberData(nameof(Precisions))]
    public async Task Prepare_WithoutLinking_AnswersAsALibraryThatComparesAll(VectorPrecision vectors)
    {
        using var flat = await MadeUpLibrary.CreateAsync(Pictures, SearchKind.Flat, vectors);
        using var made = await MadeUpLibrary.CreateAsync(Pictures, SearchKind.Hnsw, vectors);
        var exact = await AnswersAsync(flat);

        Assert.Equal(exact, await AnswersAsync(made));

        Assert.False(HasGraph(made));
        await using var library = made.Open();
        using var opened = await library.OpenGalleryAsync(Cancel);
        Assert.True(opened.AwaitsGraph);
        Assert.Equal(exact, Answers(opened));
        var similar = await library.TrySimilarAsync(opened.Images[7].Path, 5, cancellationToken: Cancel);
        Assert.Equal(opened.Similar(opened.Query(opened.Images[7]), 5), similar?.Results);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public async Task Prepare_AfterAnswersWithoutAGraph_LinksTheRowsThatAreThere(VectorPrecision vectors)
    {
        using var made = await MadeUpLibrary.CreateAsync(Pictures, SearchKind.Hnsw, vectors);
        await AnswersAsync(made);
        var rows = Rows(made);
        await using var store = SqliteLibraryStore.Open(made.Location);
        var watched = Watched.Over(store);
        var linking = new Linking();

        using var gallery = await PrepareAsync(watched, links: true, linking);

        Assert.False(gallery.AwaitsGraph);
        Assert.IsType<HnswIndex>(gallery.Index);
        Assert.Equal(Pictures, linking.Linked);
        Assert.True(HasGraph(made));
        Assert.Equal(rows, Rows(made));
        Assert.Equal(0, ((Watched)watched).EmbeddingsRead);
    }

    [Fact]
    public async Task Prepare_StoppedWhileLinking_LeavesALibraryThatAnswersAndIsLinkedNextTime()
    {
        using var flat = await MadeUpLibrary.CreateAsync(Pictures, SearchKind.Flat);
        using var made = await MadeUpLibrary.CreateAsync(Pictures, SearchKind.Hnsw);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var library = made.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => library.PrepareAsync(new Linking { AtFirst = stop.Cancel }, stop.Token));

        using (var opened = await library.OpenGalleryAsync(Cancel))
        {
            Assert.True(opened.AwaitsGraph);
            Assert.Equal(await AnswersAsync(flat), Answers(opened));
        }

        using var linked = await library.PrepareAsync(cancellationToken: Cancel);
        Assert.IsType<HnswIndex>(linked!.Index); // The library has pictures.
        Assert.True(HasGraph(made));
    }

    [Fact]
    public async Task Similar_WhileAnotherProcessLinks_IsAnsweredExactly()
    {
        using var flat = await MadeUpLibrary.CreateAsync(Pictures, SearchKind.Flat);
        using var made = await MadeUpLibrary.CreateAsync(Pictures, SearchKind.Hnsw);
        var meanwhile = Array.Empty<string>();
        var linking = new Linking { AtFirst = () => meanwhile = OpenedAnswersAsync(made).GetAwaiter().GetResult() };
        await using var library = made.Open();

        using var linked = await library.PrepareAsync(linking, Cancel);

        Assert.IsType<HnswIndex>(linked!.Index); // The library has pictures.
        Assert.Equal(await AnswersAsync(flat), meanwhile);
    }

    [Fact]
    public async Task Prepare_LibraryChangesWhileAnotherProcessLinks_KeepsTheGraph()
    {
        using var made = await MadeUpLibrary.CreateAsync(Pictures, SearchKind.Hnsw);
        var linking = new Linking { AtFirst = () => ChangeAsync().GetAwaiter().GetResult() };
        await using (var library = made.Open())
            (await library.PrepareAsync(linking, Cancel))!.Dispose(); // The library has pictures.

        var rest = new Linking();
        await using (var library = made.Open())
        {
            using var gallery = await library.PrepareWithoutGraphAsync(rest, Cancel);
            Assert.Equal(Pictures + 10, gallery!.Images.Count); // The library has pictures.
            Assert.False(gallery.AwaitsGraph);
        }

        Assert.Equal(10, rest.Linked);

        async Task ChangeAsync()
        {
            await made.AddAsync(10);
            await AnswersAsync(made);
        }
    }

    [Fact]
    public async Task Prepare_WithoutLinkingAfterAFewChanges_KeepsTheGraphThatIsThere()
    {
        using var made = await MadeUpLibrary.CreateAsync(Pictures, SearchKind.Hnsw);
        await using var library = made.Open();
        (await library.PrepareAsync(cancellationToken: Cancel))!.Dispose(); // The library has pictures.
        await made.AddAsync(10);
        var linking = new Linking();

        using var gallery = await library.PrepareWithoutGraphAsync(linking, Cancel);

        Assert.False(gallery!.AwaitsGraph); // The library has pictures.
        Assert.Equal(10, linking.Linked);
    }

    [Fact]
    public async Task Status_UntilTheGraphIsLinked_SaysThatItIsAwaited()
    {
        using var made = await MadeUpLibrary.CreateAsync(Pictures, SearchKind.Hnsw);
        await using var library = made.Open();
        Assert.True(await AwaitsAsync()); // There is no file.
        (await library.PrepareWithoutGraphAsync(progress: null, Cancel))!.Dispose(); // The library has pictures.
        Assert.True(await AwaitsAsync()); // There is one of rows alone.

        (await library.PrepareAsync(cancellationToken: Cancel))!.Dispose(); // As above.
        Assert.False(await AwaitsAsync());

        await using (var store = SqliteLibraryStore.Open(made.Location))
            (await PrepareAsync(store, links: false, progress: null, refit: true)).Dispose();
        Assert.True(await AwaitsAsync()); // The graph was of another space.

        async Task<bool> AwaitsAsync() => (await library.ReadStatusAsync(Cancel)).AwaitsGraph;
    }

    private static async Task<Gallery> PrepareAsync(
        ILibraryStore store, bool links, IProgress<StepProgress>? progress, bool refit = false)
    {
        var source = new GallerySource(
            store, new LibraryModel(store.Location, () => throw new InvalidOperationException("Nothing can be embedded here.")),
            new InteractionLog(store, TimeProvider.System), TimeProvider.System, new PictureSources());
        var preparation = new LibraryPreparation(source, new IndexCache(store));
        return (await preparation.RunAsync(refit, links, progress, Cancel))!; // The library has pictures.
    }

    /// <summary>Five neighbors of every fiftieth image once the library is prepared without linking.</summary>
    private static async Task<string[]> AnswersAsync(MadeUpLibrary made)
    {
        await using var library = made.Open();
        using var gallery = await library.PrepareWithoutGraphAsync(progress: null, Cancel);
        return Answers(gallery!); // The library has pictures.
    }

    /// <summary>The same of a library as it is.</summary>
    private static async Task<string[]> OpenedAnswersAsync(MadeUpLibrary made)
    {
        await using var library = made.Open();
        using var gallery = await library.OpenGalleryAsync(Cancel);
        Assert.True(gallery.HasConfidence); // Nothing but the graph is missing.
        return Answers(gallery);
    }

    private static string[] Answers(Gallery gallery) =>
    [
        .. gallery.Images.Where((_, position) => position % 50 == 0).SelectMany(
            image => gallery.Similar(gallery.Query(image), 5).Select(found => $"{image.Path}: {found.Image.Path} {found.Distance:R}")),
    ];

    private static bool HasGraph(MadeUpLibrary made)
    {
        using var file = IndexFile.TryOpen(made.IndexFile);
        return file!.HasGraph; // It was written.
    }

    private static float[] Rows(MadeUpLibrary made)
    {
        using var file = IndexFile.TryOpen(made.IndexFile)!; // It was written.
        using var vectors = file.Vectors(sparing: false);
        return [.. Enumerable.Range(0, vectors.Count).SelectMany(id => vectors[id].ToArray())];
    }

    private sealed class Linking : IProgress<StepProgress>
    {
        private int _linked;

        public Action? AtFirst { get; init; }

        public int Linked => _linked;

        public void Report(StepProgress value)
        {
            if (value.Step == LibraryStep.Linking && Interlocked.Increment(ref _linked) == 1)
                AtFirst?.Invoke();
        }
    }

    /// <summary>A real store that counts how often its embeddings are read.</summary>
    public class Watched : DispatchProxy // Open, because the proxy derives from it.
    {
        private ILibraryStore _store = null!; // Set by Over, the only way to one.

        public int EmbeddingsRead { get; private set; }

        internal static ILibraryStore Over(ILibraryStore store)
        {
            var proxy = Create<ILibraryStore, Watched>();
            ((Watched)proxy)._store = store;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod?.Name is nameof(ILibraryStore.ReadEmbeddingsAsync) or nameof(ILibraryStore.ReadContentEmbeddingsAsync))
                EmbeddingsRead++;
            return targetMethod?.Invoke(_store, args);
        }
    }
}
