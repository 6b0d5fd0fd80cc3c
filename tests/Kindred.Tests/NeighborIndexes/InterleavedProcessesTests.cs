using System.Numerics.Tensors;
using System.Reflection;
using Kindred.Embeddings;
using Kindred.Galleries;
using Kindred.Images.Sources;
using Kindred.Interactions;
using Kindred.Libraries;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.NeighborIndexes;

/// <summary>
/// One process prepares a library or opens its gallery; another one changes the library and prepares it in between, at every point where it
/// can: before each call of the store, and around writing and opening the index file. Whatever comes of it, every row belongs to its image.
/// </summary>
public sealed class InterleavedProcessesTests
{
    private const int Pictures = 150;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<SearchKind, VectorPrecision> Kinds => new()
    {
        { SearchKind.Flat, VectorPrecision.Float32 },
        { SearchKind.Hnsw, VectorPrecision.Int8 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Prepare_AnotherProcessIndexesInBetween_EveryRowIsItsImages(SearchKind search, VectorPrecision vectors)
    {
        for (var step = 0; ; step++)
        {
            using var made = await MadeUpLibrary.CreateAsync(Pictures, search, vectors);
            using (await PrepareAsync(made, beforeStep: null))
                await made.AddAsync(10);
            var steps = new Steps(step, () => ChangeAsync(made));

            using var gallery = await PrepareAsync(made, steps);

            await AssertRowsBelongToImagesAsync(made, gallery);
            if (!steps.WasReached)
                break;
            Assert.True(gallery!.Revision <= await RevisionAsync(made)); // The library has pictures.
        }
    }

    [Fact]
    public async Task Open_AnotherProcessIndexesInBetween_EveryRowIsItsImages()
    {
        for (var step = 0; ; step++)
        {
            using var made = await MadeUpLibrary.CreateAsync(Pictures, SearchKind.Flat);
            (await PrepareAsync(made, beforeStep: null))?.Dispose();
            var steps = new Steps(step, () => ChangeAsync(made));
            await using var store = SqliteLibraryStore.Open(made.Location);
            var source = Source(Stepping.Over(store, steps));

            using var gallery = await new GalleryOpener(source, new IndexCache(source.Store)).TryOpenAsync(Cancel);

            await AssertRowsBelongToImagesAsync(made, gallery);
            if (!steps.WasReached)
                break;
        }
    }

    private static async Task<Gallery?> PrepareAsync(MadeUpLibrary made, Steps? beforeStep)
    {
        // Its gallery outlives the store: nothing is asked of it here but what it holds.
        await using var store = SqliteLibraryStore.Open(made.Location);
        var source = Source(beforeStep is null ? store : Stepping.Over(store, beforeStep));
        return await new LibraryPreparation(source, new IndexCache(source.Store, _ => beforeStep?.Next()))
            .RunAsync(refit: false, links: true, progress: null, Cancel);
    }

    private static GallerySource Source(ILibraryStore store) => new(
        store, new LibraryModel(store.Location, () => throw new InvalidOperationException("Nothing can be embedded here.")),
        new InteractionLog(store, TimeProvider.System), TimeProvider.System, new PictureSources());

    /// <summary>What the other process does: as many pictures leave as come, so that the number of rows says nothing.</summary>
    private static async Task ChangeAsync(MadeUpLibrary made)
    {
        await made.ChangeAsync(async store => await made.RemoveAsync((await store.ReadImagesAsync(Cancel)).Take(20)));
        await made.AddAsync(20);
        (await PrepareAsync(made, beforeStep: null))?.Dispose();
    }

    private static async Task<long> RevisionAsync(MadeUpLibrary made)
    {
        await using var library = made.Open();
        return await library.ReadRevisionAsync(Cancel);
    }

    private static async Task AssertRowsBelongToImagesAsync(MadeUpLibrary made, Gallery? gallery)
    {
        if (gallery is null)
            return;
        await using var store = SqliteLibraryStore.Open(made.Location);
        var raw = await store.ReadContentEmbeddingsAsync([.. gallery.Images.Select(image => image.Content)], Cancel);
        for (var position = 0; position < gallery.Images.Count; position++)
        {
            // Pictures that left meanwhile may have taken their embedding along.
            if (!raw.TryGetValue(gallery.Images[position].Content, out var halves))
                continue;
            var embedding = new float[halves.Length];
            TensorPrimitives.ConvertToSingle(halves, embedding);
            var expected = gallery.Space.Project(embedding, gallery.Stamp.Metric);
            Assert.Equal(1, TensorPrimitives.CosineSimilarity<float>(expected, gallery.Exact[position]), 1e-3f);
        }
    }

    /// <summary>Counts steps, and lets somebody in before one of them, once.</summary>
    public sealed class Steps(int step, Func<Task> intrude)
    {
        private int _next;

        public bool WasReached { get; private set; }

        public void Next()
        {
            if (_next++ != step || WasReached)
                return;
            WasReached = true;
            intrude().GetAwaiter().GetResult(); // A test has no context to return to, and whoever reads waits.
        }
    }

    /// <summary>A real store that lets somebody in before each of its calls.</summary>
    public class Stepping : DispatchProxy // Open, because the proxy derives from it.
    {
        private ILibraryStore _store = null!; // Set by Over, the only way to one.
        private Steps _steps = null!; // As above.

        internal static ILibraryStore Over(ILibraryStore store, Steps steps)
        {
            var proxy = Create<ILibraryStore, Stepping>();
            (((Stepping)proxy)._store, ((Stepping)proxy)._steps) = (store, steps);
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod?.Name.EndsWith("Async", StringComparison.Ordinal) == true)
                _steps.Next();
            return targetMethod?.Invoke(_store, args);
        }
    }
}
