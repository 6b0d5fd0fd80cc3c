using System.Net;
using System.Net.Sockets;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Postgres;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Tests.Storage.Postgres;

/// <summary>What users are told when PostgreSQL, or the way to it, is not as it should be.</summary>
public sealed class PostgresFaultTests(PostgresServer server) : IDisposable
{
    private const string Secret = "not the right one";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Schema => PostgresServer.SchemaOf(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Server_ThatIsNotThere_IsSaid()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        AssertFault(
            Fault.LibraryUnreachable, "see whether PostgreSQL runs there",
            () => PostgresLibraryStore.Open(PostgresAddress.Parse($"postgres://ann@127.0.0.1:{port}/shop")));
    }

    [Fact]
    public void Password_WrongOrMissing_IsSaidAndNotShown()
    {
        var address = server.AddressOf(_folder.Path, PostgresProcess.Guarded);
        AssertFault(
            Fault.LibraryUnusable, "does not let the user guarded in; name the user in the address, and set the password with PGPASSWORD",
            () => PostgresLibraryStore.OpenOrCreate(address));

        address.Settings.Passfile = PasswordFile(Secret);
        AssertFault(Fault.LibraryUnusable, "does not let the user guarded in", () => PostgresLibraryStore.OpenOrCreate(address));
    }

    [Fact]
    public async Task Password_OfAFile_LetsIn()
    {
        await server.ExecuteAsync(_folder.Path, $"CREATE SCHEMA {Schema} AUTHORIZATION {PostgresProcess.Guarded}");
        var address = server.AddressOf(_folder.Path, PostgresProcess.Guarded);
        address.Settings.Passfile = PasswordFile("right");

        await using var store = PostgresLibraryStore.OpenOrCreate(address);

        Assert.False(store.IsReadOnly);
        Assert.Equal(0, await store.ReadRevisionAsync(Cancel));
    }

    [Fact]
    public void Database_ThatIsNotThere_IsSaid()
    {
        var address = PostgresAddress.Parse(
            server.AddressOf(_folder.Path).Text.Replace($"/{PostgresProcess.Database}", "/elsewhere", StringComparison.Ordinal));

        AssertFault(
            Fault.LibraryUnusable, "There is no database elsewhere", () => PostgresLibraryStore.OpenOrCreate(address));
    }

    [Fact]
    public void Open_NoLibrary_MakesNone()
    {
        var address = server.AddressOf(_folder.Path);

        AssertFault(Fault.NoSuchLibrary, "There is no library in", () => PostgresLibraryStore.Open(address));
        AssertFault(Fault.NoSuchLibrary, "There is no library in", () => PostgresLibraryStore.Open(address));
    }

    [Fact]
    public async Task Table_ThatIsMissing_IsSaid()
    {
        await using var store = server.Open(_folder.Path);
        await store.AddFolderAsync("/gallery", Cancel);
        await server.ExecuteAsync(_folder.Path, "DROP TABLE images CASCADE");

        await AssertFaultAsync(
            Fault.LibraryUnusable, "has lost a table (relation \"images\" does not exist)", () => store.CountImagesAsync(Cancel));
        await AssertFaultAsync(Fault.LibraryUnusable, "has lost a table", () => store.ApplyAsync(Changes("a.jpg"), Cancel));
    }

    [Fact]
    public async Task Schema_OfSomethingElse_IsLeftAlone()
    {
        await server.ExecuteAsync(_folder.Path, $"CREATE SCHEMA {Schema} AUTHORIZATION kindred; CREATE TABLE {Schema}.orders (id integer)");

        AssertFault(Fault.NotALibrary, "has tables of something else", () => server.Open(_folder.Path));
    }

    [Fact]
    public async Task Library_OfANewerVersion_IsRefused()
    {
        await server.Open(_folder.Path).DisposeAsync();
        await server.ExecuteAsync(_folder.Path, "UPDATE library SET format = 99");

        AssertFault(Fault.LibraryFormat, "has format 99, this version of kindred reads 1", () => server.Open(_folder.Path));
    }

    [Fact]
    public void User_WhoMayNotMakeASchema_LearnsWhoCan() => AssertFault(
        Fault.LibraryNotWritable, $"let an administrator run: CREATE SCHEMA {Schema} AUTHORIZATION reader",
        () => PostgresLibraryStore.OpenOrCreate(server.AddressOf(_folder.Path, PostgresProcess.Reader)));

    [Fact]
    public async Task User_WithoutRights_LearnsWhich()
    {
        await server.Open(_folder.Path).DisposeAsync();
        var address = server.AddressOf(_folder.Path, PostgresProcess.Reader);

        AssertFault(Fault.LibraryNotWritable, $"no permission for schema {Schema}", () => PostgresLibraryStore.OpenOrCreate(address));
        await server.ExecuteAsync(_folder.Path, $"GRANT USAGE ON SCHEMA {Schema} TO reader");
        AssertFault(Fault.LibraryNotWritable, "permission denied for table library", () => PostgresLibraryStore.OpenOrCreate(address));
    }

    [Fact]
    public async Task User_WhoMayRead_ReadsAndCannotWrite()
    {
        await using var owner = server.Open(_folder.Path);
        await owner.WriteSettingsAsync(Settings, Cancel);
        await server.ExecuteAsync(
            _folder.Path, $"GRANT USAGE ON SCHEMA {Schema} TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA {Schema} TO reader");

        await using var store = PostgresLibraryStore.Open(server.AddressOf(_folder.Path, PostgresProcess.Reader));

        Assert.True(store.IsReadOnly);
        Assert.Equal(Settings, await store.ReadSettingsAsync(Cancel));
        Assert.True(store.Size > 0);
        const string Line = "cannot be written to; connect to the primary server, as a user who may write";
        await AssertFaultAsync(Fault.LibraryNotWritable, Line, () => store.AddFolderAsync("/gallery", Cancel));
        AssertFault(Fault.LibraryNotWritable, Line, () => store.LockForIndexing());
    }

    [Fact]
    public async Task Connections_ThatWereEnded_AreMadeAnew()
    {
        await using var store = server.Open(_folder.Path);
        await store.WriteSettingsAsync(Settings, Cancel);

        await EndConnectionsAsync();
        Assert.Equal(Settings, await store.ReadSettingsAsync(Cancel));
        await EndConnectionsAsync();
        await store.AddFolderAsync("/gallery", Cancel);
        await EndConnectionsAsync();
        store.LockForIndexing().Dispose();
        await EndConnectionsAsync();
        Assert.True(store.Size > 0);

        Assert.Equal("/gallery", Assert.Single(await store.ReadFoldersAsync(Cancel)));
    }

    [Fact]
    public async Task Read_ThatTheServerEnds_IsDoneOnceMore()
    {
        await using var store = server.Open(_folder.Path);
        await FillAsync(store, images: 3);
        await using var other = await LockImagesAsync();

        var reading = store.ReadImagesAsync(Cancel);
        while (await EndRequestsAsync() == 0)
            await Task.Delay(10, Cancel);
        await using var unlock = new NpgsqlCommand("COMMIT", other);
        await unlock.ExecuteNonQueryAsync(Cancel);

        Assert.Equal(3, (await reading).Count);
    }

    [Fact]
    public async Task Read_ThatTheServerEndsEveryTime_SaysSo()
    {
        await using var store = server.Open(_folder.Path);
        await using var other = await LockImagesAsync();

        var reading = store.ReadImagesAsync(Cancel);
        while (!reading.IsCompleted)
        {
            await EndRequestsAsync();
            await Task.Delay(10, Cancel);
        }

        await AssertFaultAsync(Fault.LibraryBusy, "give it more time there (statement_timeout)", () => reading);
    }

    [Fact]
    public async Task Stream_ConnectionEnds_SaysSoAndDoesNotBeginAgain()
    {
        await using var store = server.Open(_folder.Path);
        await FillAsync(store, images: 3000);
        var read = 0;

        await AssertFaultAsync(Fault.LibraryUnreachable, "see whether PostgreSQL runs there", async () =>
        {
            await foreach (var _ in store.ReadEmbeddingsAsync(Cancel))
            {
                if (read++ == 0)
                    await EndConnectionsAsync();
            }
        });

        Assert.InRange(read, 1, 2999);
    }

    [Fact]
    public async Task Commit_ConnectionEnds_SaysThatNobodyKnows()
    {
        await using var store = server.Open(_folder.Path);
        await server.ExecuteAsync(_folder.Path, """
            CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
                $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER die AFTER INSERT ON folders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die();
            """);

        await AssertFaultAsync(
            Fault.LibraryUnreachable, "it is stored whole or not at all", () => store.AddFolderAsync("/gallery", Cancel));

        Assert.Empty(await store.ReadFoldersAsync(Cancel));
    }

    [Fact]
    public async Task Write_OthersHoldTheLock_IsBusy()
    {
        var address = server.AddressOf(_folder.Path);
        address.Settings.Options = "-c lock_timeout=100ms";
        await using var store = PostgresLibraryStore.OpenOrCreate(address);
        await using var other = server.Open(_folder.Path);
        var (isHeld, isDone) = (new TaskCompletionSource(), new TaskCompletionSource());
        async IAsyncEnumerable<Kindred.Attributes.AttributeBatch> Hold()
        {
            isHeld.SetResult();
            await isDone.Task;
            yield break;
        }

        var held = other.WriteAttributesAsync(Hold(), replaces: false, Cancel);
        await isHeld.Task;
        await AssertFaultAsync(
            Fault.LibraryBusy, "Another program is writing to",
            () => store.WriteAttributesAsync(AsyncEnumerable.Empty<Kindred.Attributes.AttributeBatch>(), replaces: false, Cancel));
        isDone.SetResult();
        await held;
    }

    [Fact]
    public async Task CopyTo_AFile_NamesPostgresOwnWay()
    {
        await using var store = server.Open(_folder.Path);

        var exception = await Assert.ThrowsAsync<KindredException>(() => store.CopyToAsync(_folder.File("copy"), Cancel));

        Assert.Contains($"pg_dump --schema={Schema}", exception.Message, StringComparison.Ordinal);
    }

    private static LibrarySettings Settings { get; } = new(
        new EmbedderStamp("model-a", "aa11", "[map avg 1]", "8x8 rgb", Metric.Cosine, 3, FitsSpace: true), SpaceKind.Visual);

    private static LibraryChanges Changes(params string[] paths)
    {
        var changes = new LibraryChanges();
        foreach (var path in paths)
        {
            var content = ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(path));
            changes.Embeddings.Add(new ContentEmbedding(content, new float[1280], 640, 480));
            changes.Files.Add(new IndexedFile("/gallery", path, content, 1, DateTime.UnixEpoch));
        }

        return changes;
    }

    private static async Task FillAsync(PostgresLibraryStore store, int images)
    {
        await store.WriteSettingsAsync(Settings, Cancel);
        await store.AddFolderAsync("/gallery", Cancel);
        await store.ApplyAsync(Changes([.. Enumerable.Range(0, images).Select(n => $"{n}.jpg")]), Cancel);
    }

    private static void AssertFault(Fault fault, string why, Action act) => AssertSays(fault, why, Assert.Throws<StoreException>(act));

    private static async Task AssertFaultAsync(Fault fault, string why, Func<Task> act) =>
        AssertSays(fault, why, await Assert.ThrowsAsync<StoreException>(act));

    private static void AssertSays(Fault fault, string why, StoreException exception)
    {
        Assert.Equal(fault, exception.Fault);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    private string PasswordFile(string password)
    {
        var path = _folder.File("passwords");
        File.WriteAllText(path, $"127.0.0.1:*:*:{PostgresProcess.Guarded}:{password}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    // The connections of this test alone: others have theirs on the same server.
    private Task EndConnectionsAsync() => server.ExecuteAsync(_folder.Path, $"""
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{Schema}'
        """);

    // A connection that keeps all others from the table until it commits.
    private async Task<NpgsqlConnection> LockImagesAsync()
    {
        var connection = server.Connect(_folder.Path);
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE images IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync(Cancel);
        return connection;
    }

    /// <summary>Ends what this test's connections wait for a lock with.</summary>
    /// <returns>How many that were.</returns>
    private async Task<long> EndRequestsAsync()
    {
        await using var connection = server.Connect(_folder.Path);
        await using var command = new NpgsqlCommand(
            $"SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE application_name = '{Schema}' AND wait_event_type = 'Lock'",
            connection);
        return (long)(await command.ExecuteScalarAsync(Cancel) ?? 0L);
    }
}
