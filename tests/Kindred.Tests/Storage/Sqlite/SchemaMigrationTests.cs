using Kindred.Attributes;
using Kindred.Derived;
using Kindred.Embeddings;
using Kindred.Evaluation;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Layouts;
using Kindred.Recommendations;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tastes;
using Microsoft.Data.Sqlite;

namespace Kindred.Tests.Storage.Sqlite;

/// <summary>Files of older versions, written as those versions wrote them.</summary>
public sealed class SchemaMigrationTests : IDisposable
{
    private static readonly EmbedderStamp Stamp = new("model-a", "aa11", "[map avg 1]", "8x8 rgb", Metric.Cosine, 3, FitsSpace: true);
    private static readonly GalleryState State = new(nameof(SpaceKind.Visual), 7, "abc");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task Open_OlderVersion_KeepsWhatUsersMade(int version)
    {
        await WriteAsync(version);

        await using var store = SqliteLibraryStore.Open(_folder.Path);

        var image = Assert.Single(await store.ReadImagesAsync(Cancel));
        Assert.Equal((9, "/gallery", "a.jpg", 17, 640), (image.Id.Value, image.Folder, image.Path, image.Bytes, image.Width));
        Assert.Equal("model-a", (await store.ReadSettingsAsync(Cancel))!.Stamp.Model);
        Assert.Equal("b.jpg", Assert.Single(await store.ReadFailuresAsync(Cancel)).Path);
        Assert.Equal(2, (await store.ReadContentsAsync(Cancel)).Count);
        Assert.Equal([(Half)1, (Half)2, (Half)(-2)], (await store.ReadContentEmbeddingsAsync([image.Content], Cancel))[image.Content]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Open_BeforeChoicesTaughtTheSpace_FitsItAnew(int version)
    {
        await WriteAsync(version);

        await using var store = SqliteLibraryStore.Open(_folder.Path);

        Assert.Null(await store.ReadDerivedAsync("space", Cancel));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 17)]
    [InlineData(5, 19)]
    public async Task Open_SinceVersion3_KeepsChoicesAndSpace(int version, int revision)
    {
        await WriteAsync(version);

        await using var store = SqliteLibraryStore.Open(_folder.Path);

        var like = Assert.Single(await store.ReadInteractionsAsync("ann", Cancel));
        Assert.Equal((InteractionKind.Like, 1.5, "a.jpg"), (like.Kind, like.Weight, like.Name));
        using var space = (await new SpaceCache(store).ReadAsync(Stamp, Cancel))!;
        Assert.Equal((7, 16, 12), (space.Space.Version, space.Space.FittedOn, space.Source.Choices));
        Assert.Equal([2f], space.Space.Project([2, 3, 4]));
        // What it says has changed since; it is measured anew.
        Assert.Null(await new DerivedCache(store).ReadAsync(GalleryValues.Confidence, Cancel));
        Assert.Equal(revision, await store.ReadRevisionAsync(Cancel));
    }

    [Fact]
    public async Task Open_Version6_KeepsChoicesAndCanKeepTastes()
    {
        await WriteAsync(version: 6);

        await using var store = SqliteLibraryStore.Open(_folder.Path);

        var like = Assert.Single(await store.ReadInteractionsAsync("ann", Cancel));
        Assert.Equal((InteractionKind.Like, 1.5, "a.jpg"), (like.Kind, like.Weight, like.Name));
        Assert.Equal(19, await store.ReadRevisionAsync(Cancel));
        Assert.Empty(await store.ReadTastesAsync("ann", Cancel));
        await store.ChangeTastesAsync("ann", [new TasteChange(Id: null, [like.Content], "sofas")], Cancel);
        Assert.Equal("sofas", Assert.Single(await store.ReadTastesAsync("ann", Cancel)).Name);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Open_BeforeEvents_KeepsChoicesInTheirOrderAndTastes(int version)
    {
        await WriteAsync(version);

        await using var store = SqliteLibraryStore.Open(_folder.Path);

        Assert.Equal(
            [
                (InteractionKind.Like, "a.jpg", 1.5, 638712000000000000), (InteractionKind.Seen, "b.jpg", 1.0, 638712000000000000),
                (InteractionKind.Seen, "z.jpg", 0.25, 638712000000000000),
            ],
            (await store.ReadInteractionsAsync("ann", Cancel)).Select(read => (read.Kind, read.Name, read.Weight, read.Time.Ticks)));
        var dislike = Assert.Single(await store.ReadInteractionsAsync("bob", Cancel));
        Assert.Equal((InteractionKind.Dislike, "new.jpg", 1.0), (dislike.Kind, dislike.Name, dislike.Weight));
        var taste = Assert.Single(await store.ReadTastesAsync("ann", Cancel));
        Assert.Equal((5, "sofas", 2.0), (taste.Id, taste.Name, taste.Weight));
        Assert.Equal(dislike.Content, Assert.Single(taste.Likes));
        await store.ForgetUserAsync("ann", Cancel);
        Assert.Empty(await store.ReadTastesAsync("ann", Cancel));
    }

    [Fact]
    public async Task Open_Version9_KeepsEventsAndCanKeepAttributes()
    {
        await WriteAsync(version: 9);

        await using var store = SqliteLibraryStore.Open(_folder.Path);

        Assert.Equal(
            [("like", 1.0, 638712000000000000), ("purchase", 2.5, 638712000000000001)],
            (await store.ReadInteractionsAsync("ann", Cancel)).Select(read => (read.Kind.Name, read.Weight, read.Time.Ticks)));
        Assert.Equal(19, await store.ReadRevisionAsync(Cancel));
        Assert.Equal(0, await store.ReadAttributesRevisionAsync(Cancel));
        var batch = new AttributeBatch(
            [new AttributeDefinition("price", AttributeType.Number)],
            new[] { new AttributeChange(new ImageId(9), "A-1", """{"price":3}""") });
        await store.WriteAttributesAsync(new[] { batch }.ToAsyncEnumerable(), replaces: false, Cancel);
        Assert.Equal(new ImageId(9), Assert.Single(await store.FindByOwnIdAsync("A-1", Cancel)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Open_BeforeVariants_ForgetsThePairs(int version)
    {
        await WriteAsync(version);

        await using var store = SqliteLibraryStore.Open(_folder.Path);

        Assert.Empty(await store.ReadNearDuplicatesAsync(Cancel));
    }

    [Theory]
    [InlineData(4, SearchKind.Auto)]
    [InlineData(5, SearchKind.Hnsw)]
    public async Task Open_SinceVersion4_KeepsLayoutEvaluationAndSearch(int version, SearchKind search)
    {
        await WriteAsync(version);

        await using var store = SqliteLibraryStore.Open(_folder.Path);

        var layout = (await new DerivedCache(store).ReadAsync(GalleryValues.Layout, Cancel))!;
        Assert.Equal(State, layout.Source);
        Assert.Equal(new LayoutPosition(0.5f, 0.25f), Assert.Single(layout.Value.Positions));
        var evaluation = (await new DerivedCache(store).ReadAsync(LastEvaluation.Kept, Cancel))!;
        Assert.Equal(State, evaluation.Source);
        Assert.Equal((638712000000000001, 5, 398), (evaluation.Value.Time.UtcTicks, evaluation.Value.Seed, evaluation.Value.Images));
        Assert.Equal((SpaceKind.Visual, 7), (evaluation.Value.Space, evaluation.Value.SpaceVersion));
        Assert.Equal([KeyValuePair.Create("users.b", -1.0), KeyValuePair.Create("users.a", 0.1)], evaluation.Value.Figures);
        var settings = (await store.ReadSettingsAsync(Cancel))!;
        Assert.Equal((search, VectorPrecision.Float32), (settings.Search, settings.Vectors));
    }

    [Fact]
    public async Task Open_Version5_KeepsWhatTheSpaceLearned()
    {
        await WriteAsync(version: 5);

        await using var store = SqliteLibraryStore.Open(_folder.Path);

        using var space = (await new SpaceCache(store).ReadAsync(Stamp, Cancel))!;
        Assert.Equal((SpaceKind.Learned, new SpaceSource("00ff", 12)), (space.Space.Kind, space.Source));
        Assert.Equal(new SpaceGain(0.5, 0.75, 1, 0.1) { Labels = 3, Tastes = 2 }, space.Gain);
        var state = await store.ReadStateAsync(Cancel);
        Assert.Equal(new LibraryState(19, new Guid(Convert.FromHexString("00112233445566778899AABBCCDDEEFF"))), state);
    }

    [Fact]
    public async Task Open_DerivedOfWhatNobodyUnderstands_IsLeftBehind()
    {
        await WriteAsync(version: 5);
        await using (var connection = await ConnectAsync(_folder.Path))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = """
                UPDATE spaces SET fitted_to = 'abc'; UPDATE maps SET fitted_to = ''; UPDATE calibrations SET fitted_to = 'Visual x abc'
                """;
            await command.ExecuteNonQueryAsync(Cancel);
        }

        await using var store = SqliteLibraryStore.Open(_folder.Path);

        Assert.Null(await store.ReadDerivedAsync("space", Cancel));
        Assert.Null(await store.ReadDerivedAsync("layout", Cancel));
        Assert.Null(await store.ReadDerivedAsync("calibration", Cancel));
        Assert.NotNull(await store.ReadDerivedAsync("evaluation", Cancel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task Open_OlderVersion_CanBeUsedAsANewOne(int version)
    {
        await WriteAsync(version);
        await using var created = SqliteLibraryStore.OpenOrCreate(_folder.File("new"));

        long before;
        await using (var store = SqliteLibraryStore.Open(_folder.Path))
        {
            var content = ContentHash.Of([1, 2, 3]);
            var changes = new LibraryChanges();
            changes.Embeddings.Add(new ContentEmbedding(content, new float[] { 1, 2, 3 }, 8, 8));
            before = await store.ReadRevisionAsync(Cancel);
            await store.ApplyAsync(changes, Cancel);
            await store.RecordAsync("carl", [new Choice(InteractionKind.Like, content, "c.jpg")], DateTimeOffset.UnixEpoch, Cancel);
        }

        await using var again = SqliteLibraryStore.Open(_folder.Path);
        Assert.Single(await again.ReadInteractionsAsync("carl", Cancel));
        Assert.Equal(before + 1, await again.ReadRevisionAsync(Cancel));
        Assert.Equal(3, (await again.ReadContentsAsync(Cancel)).Count);
        Assert.Equal(await SchemaAsync(Path.Combine(_folder.Path, "new")), await SchemaAsync(_folder.Path));
    }

    private static async Task<List<string>> SchemaAsync(string directory)
    {
        await using var connection = await ConnectAsync(directory);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT tables.name || ' ' || columns.name || ' ' || columns.type || ' ' || columns."notnull" || ' ' || columns.pk || ' '
                || ifnull(columns.dflt_value, '') FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
            UNION ALL SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema WHERE type <> 'table'
            UNION ALL SELECT 'version ' || user_version FROM pragma_user_version ORDER BY 1
            """;
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var schema = new List<string>();
        while (await row.ReadAsync(Cancel))
            schema.Add(row.GetString(0));
        return schema;
    }

    private static async Task<SqliteConnection> ConnectAsync(string directory)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(directory, SqliteLibraryStore.FileName)};Pooling=False");
        await connection.OpenAsync(Cancel);
        return connection;
    }

    private async Task WriteAsync(int version)
    {
        await using var connection = await ConnectAsync(_folder.Path);
        await using var command = connection.CreateCommand();
        command.CommandText = OldSchemas.Of(version);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
