using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Storage.Sqlite.Pages;
using Kindred.Tests.Storage.Conformance;
using Microsoft.Data.Sqlite;

namespace Kindred.Tests.Storage.Sqlite;

public sealed class SqliteLibraryStoreTests : LibraryConformance
{
    private string FilePath => Path.Combine(Location, SqliteLibraryStore.FileName);

    private protected override ILibraryStore Open(string directory) => SqliteLibraryStore.OpenOrCreate(directory);

    [Fact]
    public async Task Open_AfterClosing_HasEverything()
    {
        await FillAsync(("a.jpg", "A"));
        await Store.DisposeAsync();

        await using var again = SqliteLibraryStore.Open(Location);

        Assert.Single(await again.ReadImagesAsync(Cancel));
        Assert.True(again.Size > 0);
    }

    [Fact]
    public async Task Read_WhileAnotherProcessWrites_SeesWholeTransactions()
    {
        await FillAsync(("a.jpg", "A"));
        await using var writer = new SqliteConnection($"Data Source={FilePath};Vfs={ChecksumLayer.Name};Pooling=False");
        await writer.OpenAsync(Cancel);
        await ExecuteAsync(writer, "BEGIN IMMEDIATE; DELETE FROM images");

        Assert.Single(await Store.ReadImagesAsync(Cancel));

        await ExecuteAsync(writer, "COMMIT");
        Assert.Empty(await Store.ReadImagesAsync(Cancel));
    }

    [Fact]
    public async Task Read_WhileAWriteWaitsForAnotherProcess_Answers()
    {
        await FillAsync(("a.jpg", "A"));
        await using var other = new SqliteConnection($"Data Source={FilePath};Vfs={ChecksumLayer.Name};Pooling=False");
        await other.OpenAsync(Cancel);
        await ExecuteAsync(other, "BEGIN IMMEDIATE");

        // Of its own thread: SQLite waits in the call. The write is known to wait once it holds the turn of writes; a read that came before
        // it would prove nothing, so it is asked for again and again until the write is done.
        var write = Task.Run(() => ApplyAsync(("b.jpg", "B")), Cancel);
        for (var read = 0; read < 50; read++)
        {
            Assert.Single(await Store.ReadImagesAsync(Cancel));
            Assert.True((await Store.ReadStateAsync(Cancel)).Revision > 0);
            await Task.Delay(10, Cancel);
        }

        Assert.False(write.IsCompleted);
        await ExecuteAsync(other, "COMMIT");
        await write;
        Assert.Equal(2, (await Store.ReadImagesAsync(Cancel)).Count);
    }

    [Fact]
    public void CacheDirectory_IsInTheLibrarysFolder_AndNotMadeByAsking()
    {
        Assert.Equal(Path.Combine(Location, "index"), Store.CacheDirectory);
        Assert.False(Directory.Exists(Store.CacheDirectory));
    }

    [Fact]
    public async Task ReadImages_InPages_OfAFolderThatIsWrittenDownAsItUsedToBe()
    {
        await FillAsync(("a.jpg", "A"));
        await ExecuteAsync($"UPDATE folders SET path = './{Path.GetFileName(Folder)}'; INSERT INTO folders (path) VALUES ('.')");
        await ExecuteAsync("""
            INSERT INTO images (folder, path, content, bytes, modified) SELECT 2, path, content, bytes, modified FROM images
            """);
        var first = Assert.Single(await Store.ReadImagesAsync(after: null, 1, Cancel));

        var second = Assert.Single(await Store.ReadImagesAsync(ImageCursor.Behind(first), 1, Cancel));

        Assert.NotEqual(first.Folder, second.Folder);
        Assert.Empty(await Store.ReadImagesAsync(ImageCursor.Behind(second), 1, Cancel));
    }

    [Fact]
    public async Task Size_FilesInTheCacheDirectory_AreNotCounted()
    {
        await FillAsync(("a.jpg", "A"));
        var before = Store.Size;

        await File.WriteAllBytesAsync(Temporary.File("library", "index", "library.db"), new byte[1000], Cancel);

        Assert.Equal(before, Store.Size);
    }

    [Fact]
    public async Task Open_File_IsInWriteAheadMode()
    {
        await using var connection = new SqliteConnection($"Data Source={FilePath};Vfs={ChecksumLayer.Name};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";

        Assert.Equal("wal", await command.ExecuteScalarAsync(Cancel));
    }

    [Fact]
    public void Open_Missing_SaysThatThereIsNone()
    {
        var exception = Assert.Throws<StoreException>(() => SqliteLibraryStore.Open(Temporary.File("none")));

        Assert.Equal((Fault.NoSuchLibrary, Temporary.File("none")), (exception.Fault, exception.Subject));
    }

    [Fact]
    public async Task Open_FileOfSomethingElse_SaysSo()
    {
        await File.WriteAllTextAsync(Temporary.File("text", SqliteLibraryStore.FileName), new string('x', 5000), Cancel);

        var exception = Assert.Throws<StoreException>(() => SqliteLibraryStore.Open(Path.Combine(Temporary.Path, "text")));

        Assert.Equal(Fault.NotALibrary, exception.Fault);
        Assert.Contains("not a Kindred library", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_DatabaseOfSomethingElse_LeavesItAlone()
    {
        var path = Temporary.File("other", SqliteLibraryStore.FileName);
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync(Cancel);
            await ExecuteAsync(connection, "CREATE TABLE addresses (name TEXT)");
        }

        var exception = Assert.Throws<StoreException>(() => SqliteLibraryStore.Open(Path.GetDirectoryName(path)!));

        Assert.Equal(Fault.NotALibrary, exception.Fault);
        Assert.Contains("something else", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NewerFormat_IsRefused()
    {
        await Store.DisposeAsync();
        await using (var connection = new SqliteConnection($"Data Source={FilePath};Vfs={ChecksumLayer.Name};Pooling=False"))
        {
            await connection.OpenAsync(Cancel);
            await ExecuteAsync(connection, "PRAGMA user_version = 99");
        }

        var exception = Assert.Throws<StoreException>(() => SqliteLibraryStore.Open(Location));

        Assert.Equal(Fault.LibraryFormat, exception.Fault);
        Assert.Contains("format 99", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_OfTheLibrarysOwnGallery_MoveWithIt()
    {
        var gallery = Temporary.File("gallery", "x");
        gallery = Path.GetDirectoryName(gallery)!;
        await using (var store = SqliteLibraryStore.OpenOrCreate(Path.Combine(gallery, ".kindred")))
            await store.AddFolderAsync(gallery, Cancel);

        var moved = Path.Combine(Temporary.Path, "moved");
        Directory.Move(gallery, moved);

        await using var again = SqliteLibraryStore.Open(Path.Combine(moved, ".kindred"));
        Assert.Equal(moved, Assert.Single(await again.ReadFoldersAsync(Cancel)));
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={FilePath};Vfs={ChecksumLayer.Name};Pooling=False");
        await connection.OpenAsync(Cancel);
        await ExecuteAsync(connection, sql);
    }
}
