using System.Text.Json.Serialization.Metadata;
using Kindred.Derived;
using Kindred.Embeddings;
using Kindred.Evaluation;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Layouts;
using Kindred.Recommendations;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Spaces.Serialization;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.Derived;

/// <summary>What a library keeps of what is computed from it, through a real store.</summary>
public sealed class DerivedCacheTests : IAsyncLifetime
{
    private static readonly GalleryState State = new(nameof(SpaceKind.Visual), 7, "abc");
    private static readonly GalleryState Other = new(nameof(SpaceKind.Visual), 8, "abc");
    private static readonly Confidence Half = Sure(0.5f);

    private readonly TemporaryFolder _folder = new();
    private SqliteLibraryStore _store = null!; // Set before every test.
    private DerivedCache _cache = null!; // Set before every test.

    private static Confidence Sure(float share) =>
        Confidence.Read([.. Enumerable.Repeat((float[])[1, 0, share], Confidence.Curves).SelectMany(curve => curve)]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _store = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        _cache = new DerivedCache(_store);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task GetOrCompute_SameSource_ComputesOnce()
    {
        var computed = 0;
        Confidence Compute() => Sure(++computed);

        Assert.Equal(1, (await _cache.GetOrComputeAsync(GalleryValues.Confidence, State, Compute, Cancel)).Of(0, likes: 1));
        Assert.Equal(1, (await _cache.GetOrComputeAsync(GalleryValues.Confidence, State with { }, Compute, Cancel)).Of(0, likes: 1));
        Assert.Equal(2, (await _cache.GetOrComputeAsync(GalleryValues.Confidence, Other, Compute, Cancel)).Of(0, likes: 1));
        Assert.Equal(3, (await _cache.GetOrComputeAsync(GalleryValues.Confidence, State, Compute, Cancel)).Of(0, likes: 1));
    }

    [Fact]
    public async Task GetOrCompute_WhatIsKeptCannotBeRead_ComputesAnew()
    {
        DerivedRecord good = GalleryValues.Confidence.Write(new DerivedValue<GalleryState, Confidence>(State, Half));
        DerivedRecord[] unreadable =
        [
            good with { Value = new byte[7] }, good with { Value = new byte[12] },
            good with { Source = "no JSON" }, good with { Source = "null" },
            good with { Source = """{"space":"Visual","spaceVersion":"seven","contents":"abc"}""" },
        ];
        foreach (var record in unreadable)
        {
            await _store.WriteDerivedAsync("calibration", record, isShown: false, Cancel);

            Assert.Null(await _cache.ReadAsync(GalleryValues.Confidence, Cancel));
            Assert.Same(Half, await _cache.GetOrComputeAsync(GalleryValues.Confidence, State, () => Half, Cancel));
            Assert.Equal(State, (await _cache.ReadAsync(GalleryValues.Confidence, Cancel))!.Source);
        }
    }

    [Fact]
    public async Task GetOrCompute_LibraryIsReadOnly_GivesTheValue()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Nothing can be kept from being written here.");
        if (OperatingSystem.IsWindows())
            return;
        await _store.DisposeAsync();
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            await using var store = SqliteLibraryStore.Open(_folder.Path);
            Assert.True(store.IsReadOnly);

            Assert.Same(Half, await new DerivedCache(store).GetOrComputeAsync(GalleryValues.Confidence, State, () => Half, Cancel));
            Assert.False(await new DerivedCache(store).WriteAsync(GalleryValues.Confidence, new(State, Half), Cancel));
            Assert.Null(await new DerivedCache(store).ReadAsync(GalleryValues.Confidence, Cancel));
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task GetOrCompute_ComputingFails_KeepsWhatWasThere()
    {
        await _cache.GetOrComputeAsync(GalleryValues.Confidence, State, () => Half, Cancel);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => _cache.GetOrComputeAsync(GalleryValues.Confidence, Other, () => throw new OperationCanceledException(), Cancel));

        Assert.Equal(State, (await _cache.ReadAsync(GalleryValues.Confidence, Cancel))!.Source);
    }

    [Fact]
    public async Task Layout_ReadBack_HasThePositions()
    {
        LayoutPosition[] positions = [new(-1, 0.1f), new(1 / 3f, 1), new(0, -0.25f)];

        Assert.True(await _cache.WriteAsync(GalleryValues.Layout, new(State, new GalleryLayout(positions)), Cancel));

        Assert.Equal(positions, (await _cache.ReadAsync(GalleryValues.Layout, Cancel))!.Value.Positions);
    }

    [Fact]
    public async Task Layout_OffThePlane_IsNotRead()
    {
        var record = GalleryValues.Layout.Write(new DerivedValue<GalleryState, GalleryLayout>(State, new GalleryLayout([new(1, 1)])));
        await _store.WriteDerivedAsync("layout", record with { Value = FloatBytes.Write([2, 0]) }, isShown: false, Cancel);

        Assert.Null(await _cache.ReadAsync(GalleryValues.Layout, Cancel));
    }

    [Fact]
    public async Task Evaluation_ReadBack_HasItsFiguresInOrder()
    {
        var evaluation = new LastEvaluation
        {
            Time = new DateTimeOffset(2026, 11, 24, 8, 0, 0, 123, 456, TimeSpan.Zero).AddTicks(7),
            Seed = 2,
            Images = 398,
            Space = SpaceKind.Learned,
            SpaceVersion = 4,
            Figures = new OrderedDictionary<string, double> { ["users.b"] = -1, ["users.a"] = 1 / 3.0, ["labels.precision@5"] = 0 },
        };

        await _cache.WriteAsync(LastEvaluation.Kept, new(State, evaluation), Cancel);

        var read = (await _cache.ReadAsync(LastEvaluation.Kept, Cancel))!;
        Assert.Equal(State, read.Source);
        Assert.Equal(evaluation.Figures, read.Value.Figures);
        Assert.Equal(evaluation with { Figures = read.Value.Figures }, read.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Space_ReadBack_ProjectsTheSame(bool hasGain)
    {
        using var space = EmbeddingSpace.Create(SpaceKind.Visual, 4, 77, [1, 2, 3], [0, 1, 0, 0.6f, 0, 0.8f]);
        SpaceGain? gain = hasGain ? new SpaceGain(0.5, 0.7, 128, 0.1) { Labels = 3, Tastes = 2 } : null;
        var spaces = new SpaceCache(_store);
        await spaces.WriteAsync(new FittedSpace(space, SpaceSource.LooksAlone, Gain: null), Cancel);
        await spaces.WriteAsync(new FittedSpace(space, new SpaceSource("abc", 12), gain), Cancel);

        using var read = (await spaces.ReadAsync(Stamp(dimensions: 3), Cancel))!;

        Assert.Equal((new SpaceSource("abc", 12), gain), (read.Source, read.Gain));
        Assert.Equal((SpaceKind.Visual, 4, 77, 2), (read.Space.Kind, read.Space.Version, read.Space.FittedOn, read.Space.Dimensions));
        Assert.Equal(space.Project([5, 5, 5]), read.Space.Project([5, 5, 5]));
    }

    [Fact]
    public async Task Space_WithPrototypes_DrawsTheSame()
    {
        var content = new ContentHash([.. Enumerable.Repeat((byte)9, ContentHash.Size)]);
        var prototypes = new Prototypes(0.25, [[1, 0], [0, 1]], ["chair"], [(content, 1)]);
        using var space = EmbeddingSpace.Create(SpaceKind.Learned, 4, 77, [1, 2, 3], [0, 1, 0, 0.6f, 0, 0.8f]).With(prototypes);
        var spaces = new SpaceCache(_store);
        await spaces.WriteAsync(new FittedSpace(space, new SpaceSource("abc", 12), Gain: null), Cancel);

        using var read = (await spaces.ReadAsync(Stamp(dimensions: 3), Cancel))!;

        Assert.Equal(3, read.Space.Dimensions);
        Assert.Equal([3, 4, 0], read.Space.Project([5, 5, 5]), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(0.25, read.Space.Prototypes!.Share);
        Assert.Equal(["chair"], read.Space.Prototypes.Labels);
        Assert.Equal([(content, 1)], read.Space.Prototypes.Members);
        Assert.Equal(prototypes.Means, read.Space.Prototypes.Means);
    }

    [Fact]
    public async Task Space_OfOtherEmbeddings_IsNobodys()
    {
        using var space = EmbeddingSpace.Create(SpaceKind.Visual, 1, 16, [1, 2, 3], []);
        await new SpaceCache(_store).WriteAsync(new FittedSpace(space, SpaceSource.LooksAlone, Gain: null), Cancel);

        Assert.Null(await new SpaceCache(_store).ReadAsync(Stamp(dimensions: 2), Cancel));
    }

    [Fact]
    public async Task Space_Written_IsAChangeOfWhatAGalleryShows()
    {
        using var space = EmbeddingSpace.Create(SpaceKind.Visual, 1, 16, [1, 2, 3], []);
        var before = await _store.ReadRevisionAsync(Cancel);
        await _cache.WriteAsync(GalleryValues.Confidence, new(State, Half), Cancel);
        Assert.Equal(before, await _store.ReadRevisionAsync(Cancel));

        await new SpaceCache(_store).WriteAsync(new FittedSpace(space, SpaceSource.LooksAlone, Gain: null), Cancel);

        Assert.Equal(before + 1, await _store.ReadRevisionAsync(Cancel));
    }

    [Theory]
    [InlineData("""{"kind":"Visual","version":1,"fittedOn":16,"dimensions":2,"axes":1,"gain":null}""", 3)]
    [InlineData("""{"kind":"Visual","version":1,"fittedOn":16,"dimensions":0,"axes":0,"gain":null}""", 0)]
    [InlineData("""{"kind":"Visual","version":1,"fittedOn":16,"dimensions":2,"axes":-2,"gain":null}""", 0)]
    [InlineData("""{"kind":"Visual","version":1,"fittedOn":16,"dimensions":2147483647,"axes":2147483647,"gain":null}""", 2)]
    [InlineData("""{"kind":"Learned","version":1,"fittedOn":16,"dimensions":2,"axes":1,"gain":null,"prototypes":1,"share":0.5}""", 4)]
    [InlineData("""{"kind":"Learned","version":1,"fittedOn":16,"dimensions":2,"axes":1,"gain":null,"prototypes":1,"share":0.9}""", 5)]
    [InlineData("""{"kind":"Learned","version":1,"fittedOn":16,"dimensions":2,"axes":1,"gain":null,"members":1}""", 4)]
    [InlineData("no JSON", 2)]
    public async Task Space_Damaged_IsFittedAnew(string header, int numbers)
    {
        byte[] bytes = [.. System.Text.Encoding.UTF8.GetBytes(header), (byte)'\n', .. FloatBytes.Write(new float[numbers])];
        await _store.WriteDerivedAsync("space", new DerivedRecord("""{"labels":null,"choices":0}""", bytes), isShown: true, Cancel);

        Assert.Null(await new SpaceCache(_store).ReadAsync(Stamp(dimensions: 2), Cancel));
    }

    [Fact]
    public void Sources_AsJson_AreWrittenOneWay()
    {
        Assert.Equal("""{"space":"Visual","spaceVersion":7,"contents":"abc"}""", Json(State, GalleryJson.Default.GalleryState));
        Assert.Equal("""{"labels":null,"choices":12}""", Json(new SpaceSource(null, 12), SpaceJson.Default.SpaceSource));
    }

    private static string Json<T>(T source, JsonTypeInfo<T> type) => System.Text.Json.JsonSerializer.Serialize(source, type);

    private static EmbedderStamp Stamp(int dimensions) =>
        new("made-up", new string('0', 64), "", "", Metric.Cosine, dimensions, FitsSpace: true);
}
