using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Kindred.Tests.Storage.Sqlite;

/// <summary>A library that may not be written to, while its owner writes to it. No two connections share anything but the files.</summary>
public sealed class ReadOnlyLibraryTests : IDisposable
{
    private static readonly string[] Endings = ["", "-wal", "-shm"];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Location => Path.Combine(_folder.Path, "library");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_OwnerHasItOpen_SeesWhatIsCommitted()
    {
        await using var owner = await OwnAsync("a.jpg");
        await using var reader = SqliteLibraryStore.OpenReadOnly(Location);
        Assert.True(reader.IsReadOnly);
        Assert.Equal(["a.jpg"], await PathsAsync(reader));

        await AddAsync(owner, "b.jpg");

        Assert.Equal(["a.jpg", "b.jpg"], await PathsAsync(reader));
        Assert.Equal(["a.jpg", "b.jpg"], await StreamedAsync(reader));
        Assert.Equal(await owner.ReadStateAsync(Cancel), await reader.ReadStateAsync(Cancel));
    }

    [Fact]
    public async Task Read_OwnerComesAndGoes_SeesWhatIsCommitted()
    {
        await (await OwnAsync("a.jpg")).DisposeAsync();
        await using var reader = SqliteLibraryStore.OpenReadOnly(Location);
        Assert.Equal(["a.jpg"], await PathsAsync(reader));

        await using (var owner = SqliteLibraryStore.Open(Location))
        {
            await AddAsync(owner, "b.jpg");
            Assert.Equal(["a.jpg", "b.jpg"], await PathsAsync(reader));
            await AddAsync(owner, "c.jpg");
        }

        Assert.Equal(["a.jpg", "b.jpg", "c.jpg"], await PathsAsync(reader));
        await using (var owner = SqliteLibraryStore.Open(Location))
            await AddAsync(owner, "d.jpg");
        Assert.Equal(["a.jpg", "b.jpg", "c.jpg", "d.jpg"], await PathsAsync(reader));
        Assert.Equal(["a.jpg", "b.jpg", "c.jpg", "d.jpg"], await StreamedAsync(reader));
    }

    [Fact]
    public async Task Read_LogWithoutSharedMemory_SeesWhatIsCommitted()
    {
        await using var owner = await OwnAsync("a.jpg");
        await AddAsync(owner, "b.jpg");
        var copy = Copy("", "-wal");

        await using var reader = SqliteLibraryStore.OpenReadOnly(copy);

        Assert.Equal(["a.jpg", "b.jpg"], await PathsAsync(reader));
        Assert.Equal(["a.jpg", "b.jpg"], await StreamedAsync(reader));
    }

    [Fact]
    public async Task Read_LeftOverByAnOwnerThatWasKilled_SeesWhatIsCommitted()
    {
        await using var owner = await OwnAsync("a.jpg");
        await AddAsync(owner, "b.jpg");
        var copy = Copy(Endings);
        await using var reader = SqliteLibraryStore.OpenReadOnly(copy);
        Assert.Equal(["a.jpg", "b.jpg"], await PathsAsync(reader));
    }

    [Fact]
    public async Task Read_OwnerWritesInTheMiddle_IsReadAgain()
    {
        await (await OwnAsync("a.jpg")).DisposeAsync();
        using var file = SqliteFile.OpenReadOnly(Path.Combine(Location, SqliteLibraryStore.FileName));
        var reads = new List<long>();

        await file.ReadAsync(async connection =>
        {
            reads.Add(await CountAsync(connection));
            if (reads.Count == 1)
                await AddAsync("b.jpg");
            return reads[^1];
        }, Cancel);

        Assert.Equal([1, 2], reads);
    }

    [Fact]
    public async Task Read_ThatFailsWhileTheOwnerWrites_IsReadAgain()
    {
        await (await OwnAsync("a.jpg")).DisposeAsync();
        using var file = SqliteFile.OpenReadOnly(Path.Combine(Location, SqliteLibraryStore.FileName));
        var reads = 0;

        var count = await file.ReadAsync(async connection =>
        {
            if (reads++ > 0)
                return await CountAsync(connection);
            await AddAsync("b.jpg");
            throw new FormatException("What a torn page has.");
        }, Cancel);

        Assert.Equal(2, count);
    }

    [Fact]
    public async Task Read_OwnerWritesAllTheTime_SaysSoInTheEnd()
    {
        await (await OwnAsync("a.jpg")).DisposeAsync();
        using var file = SqliteFile.OpenReadOnly(Path.Combine(Location, SqliteLibraryStore.FileName));
        var reads = 0;

        var exception = await Assert.ThrowsAsync<StoreException>(() => file.ReadAsync(async _ =>
        {
            await AddAsync($"{reads++}.jpg");
            return 0;
        }, Cancel));

        Assert.Equal(Fault.LibraryBusy, exception.Fault);
    }

    [Fact]
    public async Task Stream_OwnerWritesInTheMiddle_SaysSo()
    {
        await (await OwnAsync("a.jpg", "b.jpg")).DisposeAsync();
        await using var reader = SqliteLibraryStore.OpenReadOnly(Location);

        var exception = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            await foreach (var (image, _) in reader.ReadEmbeddingsAsync(Cancel))
                await AddAsync("in the middle of " + image.Path);
        });

        Assert.Equal(Fault.LibraryBusy, exception.Fault);
    }

    [Fact]
    public async Task Open_MakesNoFile()
    {
        await (await OwnAsync("a.jpg")).DisposeAsync();
        var before = Directory.GetFiles(Location);

        await using (var reader = SqliteLibraryStore.OpenReadOnly(Location))
        {
            await PathsAsync(reader);
            await StreamedAsync(reader);
            Assert.Equal(before, Directory.GetFiles(Location));
        }

        Assert.Equal(before, Directory.GetFiles(Location));
    }

    [Fact]
    public async Task Write_IsRefused()
    {
        await (await OwnAsync("a.jpg")).DisposeAsync();
        await using var reader = SqliteLibraryStore.OpenReadOnly(Location);

        var exception = await Assert.ThrowsAsync<StoreException>(() => AddAsync(reader, "b.jpg"));

        Assert.Equal(Fault.LibraryNotWritable, exception.Fault);
        Assert.Contains("permissions", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_FolderThatMayNotBeWrittenTo_IsReadWhileItsOwnerWrites()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Nothing can be kept from being written here.");
        if (OperatingSystem.IsWindows())
            return;
        await using var owner = await OwnAsync("a.jpg");
        var mode = File.GetUnixFileMode(Location);
        var files = Directory.GetFiles(Location);
        try
        {
            // The owner has its files open, and goes on.
            foreach (var file in files)
                File.SetUnixFileMode(file, UnixFileMode.UserRead);
            File.SetUnixFileMode(Location, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            await using var reader = SqliteLibraryStore.Open(Location);
            Assert.True(reader.IsReadOnly);

            await AddAsync(owner, "b.jpg");

            Assert.Equal(["a.jpg", "b.jpg"], await PathsAsync(reader));
        }
        finally
        {
            File.SetUnixFileMode(Location, mode);
            foreach (var file in files)
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static async Task AddAsync(SqliteLibraryStore store, params string[] paths)
    {
        var changes = new LibraryChanges();
        foreach (var path in paths)
        {
            var content = ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(path));
            changes.Embeddings.Add(new ContentEmbedding(content, new float[] { 1, 2, 3 }, 8, 8));
            changes.Files.Add(new IndexedFile("/gallery", path, content, 1, DateTime.UnixEpoch));
        }

        await store.ApplyAsync(changes, Cancel);
    }

    private static async Task<IEnumerable<string>> PathsAsync(SqliteLibraryStore store) =>
        (await store.ReadImagesAsync(Cancel)).Select(image => image.Path);

    private static async Task<List<string>> StreamedAsync(SqliteLibraryStore store)
    {
        var paths = new List<string>();
        await foreach (var (image, _) in store.ReadEmbeddingsAsync(Cancel))
            paths.Add(image.Path);
        return paths;
    }

    private static async Task<long> CountAsync(SqliteConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM images";
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private async Task AddAsync(string path)
    {
        await using var owner = SqliteLibraryStore.Open(Location);
        await AddAsync(owner, path);
    }

    private async Task<SqliteLibraryStore> OwnAsync(params string[] paths)
    {
        var owner = SqliteLibraryStore.OpenOrCreate(Location);
        var stamp = new EmbedderStamp("made-up", new string('0', 64), "", "", Metric.Cosine, 3, FitsSpace: true);
        await owner.WriteSettingsAsync(new LibrarySettings(stamp, SpaceKind.Visual), Cancel);
        await owner.AddFolderAsync("/gallery", Cancel);
        await AddAsync(owner, paths);
        return owner;
    }

    /// <summary>The library as somebody finds it who copies some of its files.</summary>
    private string Copy(params string[] endings)
    {
        var copy = Path.Combine(_folder.Path, "copy");
        Directory.CreateDirectory(copy);
        foreach (var ending in endings)
        {
            var name = SqliteLibraryStore.FileName + ending;
            using var from = new FileStream(Path.Combine(Location, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = File.Create(Path.Combine(copy, name));
            from.CopyTo(to);
        }

        return copy;
    }
}
