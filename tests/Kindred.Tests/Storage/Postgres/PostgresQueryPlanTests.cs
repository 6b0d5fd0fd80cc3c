using Kindred.Embeddings;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Storage;
using Kindred.Storage.Postgres;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Tests.Storage.Postgres;

/// <summary>
/// What the reads of a large library go through, as PostgreSQL plans it for some thousands of pictures of which it knows how many they are:
/// what is looked up must not be scanned for.
/// </summary>
public sealed class PostgresQueryPlanTests(PostgresQueryPlanTests.Filled filled) : IClassFixture<PostgresQueryPlanTests.Filled>
{
    private const int Pictures = 5000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Images_ById_AreLookedUp()
    {
        var plan = await PlanAsync(ImageRows.SelectByIds, new long[] { 1, 70, 4711 });

        AssertUses(plan, "images_pkey", "embeddings_pkey");
        AssertScans(plan);
    }

    [Fact]
    public async Task Images_OfAPage_AreReadFromItsPlaceOn()
    {
        var plan = await PlanAsync(ImageRows.SelectPage, "kind2/3.jpg", "/gallery", 20);

        AssertUses(plan, "Index Scan using images_path on images", "embeddings_pkey");
        Assert.Contains("->  Incremental Sort", plan, StringComparison.Ordinal); // Within equal paths.
        Assert.DoesNotContain("->  Sort", plan, StringComparison.Ordinal);
        AssertScans(plan);
    }

    [Fact]
    public async Task Embeddings_OfContents_AreLookedUp()
    {
        byte[][] contents = [Content(1).ToByteArray(), Content(70).ToByteArray()];
        foreach (var select in (string[])[EmbeddingRows.SelectEmbeddings, EmbeddingRows.SelectFingerprints])
        {
            var plan = await PlanAsync(select, (object)contents);
            AssertUses(plan, "embeddings_pkey");
            AssertScans(plan);
        }
    }

    [Fact]
    public async Task Uncompared_AreReadFromTheirIndex()
    {
        var plan = await PlanAsync(NearDuplicateRows.SelectUncompared);

        AssertUses(plan, "embeddings_uncompared", "images_content");
        AssertScans(plan);
    }

    [Fact]
    public async Task NearDuplicates_OfContents_AreLookedUp()
    {
        byte[][] contents = [Content(1).ToByteArray(), Content(70).ToByteArray()];

        var plan = await PlanAsync(NearDuplicateRows.SelectOfContents, (object)contents);

        AssertUses(plan, "copies_pkey", "copies_other");
        AssertScans(plan);
    }

    [Fact]
    public async Task Attributes_OfSomeImagesOrOfAnOwnId_AreLookedUp()
    {
        var some = await PlanAsync(AttributeRows.SelectSome, new long[] { 1, 70, 4711 });
        var products = await PlanAsync(AttributeRows.SelectProducts, new long[] { 1, 70, 4711 });
        var one = await PlanAsync(AttributeRows.SelectByOwnId, "P-7");

        AssertUses(some, "attributes_pkey");
        AssertUses(products, "attributes_pkey", "attributes_own_id");
        AssertUses(one, "attributes_own_id");
        Assert.All([some, products, one], plan => AssertScans(plan));
    }

    [Fact]
    public async Task Embeddings_All_AreSortedWithoutThem()
    {
        // What is sorted is where the embeddings are: they are far too long for these widths, which are bytes of a row.
        await using var connection = await filled.ConnectAsync();
        await using var command = new NpgsqlCommand("EXPLAIN " + ImageRows.SelectWithEmbeddings, connection);
        var first = (string)(await command.ExecuteScalarAsync(Cancel))!;
        Assert.InRange(int.Parse(first[(first.LastIndexOf('=') + 1)..^1], System.Globalization.CultureInfo.InvariantCulture), 1, 400);
    }

    private static ContentHash Content(int picture) => ContentHash.Of(BitConverter.GetBytes(picture));

    private static void AssertUses(string plan, params string[] indexes) =>
        Assert.All(indexes, index => Assert.Contains(index, plan, StringComparison.Ordinal));

    // There is one folder: its table is read whichever way.
    private static void AssertScans(string plan) => Assert.DoesNotContain(
        "Seq Scan", plan.Replace("Seq Scan on folders", "", StringComparison.Ordinal), StringComparison.Ordinal);

    private async Task<string> PlanAsync(string select, params List<object?> values)
    {
        await using var connection = await filled.ConnectAsync();
        return string.Join('\n', await connection.SelectAsync($"EXPLAIN {select}", row => row.GetString(0), Cancel, values));
    }

    /// <summary>A library of some thousands of pictures, made by the first test that asks.</summary>
    public sealed class Filled(PostgresServer server) : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private Task? _filling;

        public void Dispose() => _folder.Dispose();

        internal async Task<NpgsqlConnection> ConnectAsync()
        {
            await (_filling ??= FillAsync()); // The tests of a class run one after the other.
            var connection = new NpgsqlConnection(server.AddressOf(_folder.Path).Settings.ConnectionString);
            await connection.OpenAsync(Cancel);
            return connection;
        }

        private async Task FillAsync()
        {
            await using var store = server.Open(_folder.Path);
            await store.AddFolderAsync("/gallery", Cancel);
            var changes = new LibraryChanges();
            for (var picture = 0; picture < Pictures; picture++)
            {
                var print = new Fingerprint(new byte[Fingerprint.Size]);
                changes.Embeddings.Add(new ContentEmbedding(Content(picture), new float[1280], 640, 480, print));
                changes.Files.Add(
                    new IndexedFile("/gallery", $"kind{picture % 9}/{picture}.jpg", Content(picture), 1, DateTime.UnixEpoch));
            }

            await store.ApplyAsync(changes, Cancel);
            await store.WriteNearDuplicatesAsync(
                [.. Enumerable.Range(1, Pictures - 1).Select(n => new NearDuplicatePair(Content(n), Content(n - 1), 1))],
                [.. Enumerable.Range(5, Pictures - 5).Select(Content)], Cancel);
            await server.ExecuteAsync(_folder.Path, """
                INSERT INTO attributes SELECT id, 'P-' || id / 2, '{}' FROM images;
                ANALYZE folders, images, embeddings, copies, attributes
                """);
        }
    }
}
