using Kindred.Folders;
using Kindred.Libraries;
using Kindred.Storage.Postgres.Connections;
using Kindred.Tests.Cli;
using Kindred.Tests.Libraries;

namespace Kindred.Tests.Storage.Postgres;

/// <summary>Several processes index one library at once: each picture is embedded by one of them, whatever ends the others.</summary>
public sealed class SeveralIndexersTests(PostgresServer server, LibraryFixture fixture)
    : IClassFixture<LibraryFixture>, IDisposable
{
    /// <summary>Several times what is claimed at once, so that there is something to share.</summary>
    private const int Pictures = 320;

    /// <summary>Files that show what others show, under other names.</summary>
    private const int Repeated = 40;

    private const int Kills = 20;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Gallery => Path.Combine(_folder.Path, "gallery");

    private string Place => Path.Combine(_folder.Path, "library");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Index_ByThreeAtOnce_EmbedsEachContentOnce()
    {
        Draw();
        var embedded = 0;
        await using var one = Open(() => Interlocked.Increment(ref embedded));
        await using var two = Open(() => Interlocked.Increment(ref embedded));
        await using var three = Open(() => Interlocked.Increment(ref embedded));
        CountStoredEmbeddings();

        var reports = await IndexAtOnceAsync(one, two, three);

        Assert.Equal(Pictures - Repeated, embedded);
        Assert.Equal((Pictures - Repeated, 1), StoredEmbeddings());
        Assert.Equal(Pictures, reports.Sum(report => report.Indexed));
        Assert.All(reports, report => Assert.Equal(Pictures, report.Indexed + report.IndexedByOthers + report.Unchanged));
        Assert.All(reports, report => Assert.False(report.Interrupted));
        var again = await one.IndexAsync(Gallery, new IndexOptions { Prepare = false }, cancellationToken: Cancel);
        Assert.Equal((0, Pictures), (again.Indexed, again.Unchanged));
    }

    [Fact]
    public async Task OpenOrCreate_ByTenAtOnce_MakesOneLibrary()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => server.Open(Place), Cancel)));

        Assert.Single(stores.Select(store => store.CacheDirectory).Distinct(StringComparer.Ordinal));
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Index_WhileFilesAreRenamedAndRemoved_KeepsIdsAndLosesNothing()
    {
        Draw();
        await using var one = Open(() => { });
        await using var two = Open(() => { });
        await one.IndexAsync(Gallery, new IndexOptions { Prepare = false }, cancellationToken: Cancel);
        var before = await IdsAsync();
        for (var i = 0; i < 100; i++)
            File.Move(Picture(i), Picture(i) + ".moved.jpg");
        for (var i = 100; i < 130; i++)
            File.Delete(Picture(i));

        await IndexAtOnceAsync(one, two);

        var after = await IdsAsync();
        Assert.Equal(Pictures - 30, after.Count);
        Assert.All(Enumerable.Range(130, Pictures - 130 - Repeated), i => Assert.Equal(before[Name(i)], after[Name(i)]));
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(before[Name(i)], after[Name(i) + ".moved.jpg"]));
    }

    [Fact]
    public async Task Index_ByProcessesThatAreKilled_StoresEachContentOnce()
    {
        Draw();
        await server.Open(Place).DisposeAsync();
        CountStoredEmbeddings();
        var address = server.AddressOf(Place).Text;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var worker = CliRun.Start("index", Gallery, "--library", address, "--no-prepare");
            await Eventually.TrueAsync(() => HasClaims() || worker.HasExited, "The worker claims nothing.");
            worker.Kill();
            await worker.WaitForExitAsync(Cancel);
        }

        var last = await Task.WhenAll(
            CliRun.ProcessAsync("index", Gallery, "--library", address, "--no-prepare", "--json"),
            CliRun.ProcessAsync("index", Gallery, "--library", address, "--json"));

        Assert.All(last, run => Assert.Equal((0, ""), (run.ExitCode, run.ExitCode == 0 ? "" : run.Error)));
        Assert.Equal((Pictures - Repeated, 1), StoredEmbeddings());
        Assert.Equal(Pictures, (await IdsAsync()).Count);
    }

    private static string Name(int number) => $"{number % 8}/{number}.jpg";

    private string Picture(int number) => Path.Combine(Gallery, Name(number).Replace('/', Path.DirectorySeparatorChar));

    private void Draw()
    {
        for (var i = 0; i < Pictures - Repeated; i++)
            TestPictures.Write(_folder.File(["gallery", .. Name(i).Split('/')]), i, 160, 120);
        for (var i = Pictures - Repeated; i < Pictures; i++)
            File.Copy(Picture(i - (Pictures / 2)), _folder.File(["gallery", .. Name(i).Split('/')]));
    }

    private Task<IndexReport[]> IndexAtOnceAsync(params Library[] libraries) => Task.WhenAll(libraries.Select(
        library => Task.Run(
            () => library.IndexAsync(Gallery, new IndexOptions { Prepare = false }, cancellationToken: Cancel), Cancel)));

    private Library Open(Action onEmbedded) =>
        new(server.Open(Place), () => new CountingEmbedder(fixture.Embedder, onEmbedded));

    private async Task<Dictionary<string, long>> IdsAsync()
    {
        await using var store = server.Open(Place);
        return (await store.ReadImagesAsync(Cancel)).ToDictionary(image => image.Path, image => image.Id.Value);
    }

    /// <summary>Lets the database itself count how often each embedding is written.</summary>
    private void CountStoredEmbeddings() => Execute("""
        CREATE TABLE stored (content bytea);
        CREATE FUNCTION count_stored() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN INSERT INTO stored VALUES (NEW.content); RETURN NEW; END $$;
        CREATE TRIGGER stored AFTER INSERT OR UPDATE OF embedding ON embeddings FOR EACH ROW EXECUTE FUNCTION count_stored();
        """);

    /// <summary>How many contents were stored, and the most often that one was.</summary>
    private (int Contents, int Most) StoredEmbeddings()
    {
        using var connection = server.Connect(Place);
        using var command = connection.Command(
            "SELECT count(*)::integer, max(times)::integer FROM (SELECT count(*) AS times FROM stored GROUP BY content) AS counted");
        using var row = command.ExecuteReader();
        Assert.True(row.Read());
        return (row.GetInt32(0), row.GetInt32(1));
    }

    private bool HasClaims()
    {
        using var connection = server.Connect(Place);
        using var command = connection.Command("SELECT EXISTS (SELECT 1 FROM claims WHERE owner = (SELECT last_value FROM claim_owners))");
        return command.ExecuteScalar() is true;
    }

    private void Execute(string sql)
    {
        using var connection = server.Connect(Place);
        connection.Execute(sql);
    }
}
