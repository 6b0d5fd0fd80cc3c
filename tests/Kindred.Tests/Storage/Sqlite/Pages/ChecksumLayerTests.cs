using Kindred.Interactions;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Storage.Sqlite.Migrations;
using Kindred.Storage.Sqlite.Pages;
using Kindred.Tests.Storage.Conformance;
using Microsoft.Data.Sqlite;

namespace Kindred.Tests.Storage.Sqlite.Pages;

public sealed class ChecksumLayerTests : StoreConformance
{
    private const int Images = 300;

    private string FilePath => Path.Combine(Location, SqliteLibraryStore.FileName);

    [Fact]
    public async Task Open_NewFile_HasAChecksumInEveryPage()
    {
        await FillManyAsync();

        var bytes = await File.ReadAllBytesAsync(FilePath, Cancel);

        Assert.True(bytes.Length > 20 * PageChecksum.PageSize);
        foreach (var (page, number) in bytes.Chunk(PageChecksum.PageSize).Select((page, at) => (page, at + 1)))
            Assert.True(PageChecksum.IsWhole(page, number), $"page {number}");
    }

    [Fact]
    public async Task Read_OneBitFlippedInEveryPage_ReadsWhatWasWritten()
    {
        await FillManyAsync();
        var before = await ReadAllAsync(SqliteLibraryStore.Open(Location));
        var random = new Random(1);
        await DamageAsync(bytes =>
        {
            for (var page = 0; page < bytes.Length; page += PageChecksum.PageSize)
                bytes[page + random.Next(PageChecksum.PageSize)] ^= (byte)(1 << random.Next(8));
        });

        var store = SqliteLibraryStore.Open(Location);
        var after = await ReadAllAsync(store);

        Assert.Equal(before, after);
        Assert.True(store.Damage.Corrected > 10);
        Assert.Equal(0, store.Damage.Broken);
    }

    [Fact]
    public async Task Read_OneBitFlippedInTheHeader_ReadsWhatWasWritten()
    {
        await FillManyAsync();
        var before = await ReadAllAsync(SqliteLibraryStore.Open(Location));
        var whole = await File.ReadAllBytesAsync(FilePath, Cancel);
        for (var bit = 0; bit < 100 * 8; bit++)
        {
            var bytes = whole.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            await File.WriteAllBytesAsync(FilePath, bytes, Cancel);

            Assert.Equal(before, await ReadAllAsync(SqliteLibraryStore.OpenReadOnly(Location)));
        }
    }

    [Fact]
    public async Task Read_MoreThanABit_SaysThatTheLibraryIsDamaged()
    {
        await FillManyAsync();
        await DamageAsync(bytes =>
        {
            for (var page = PageChecksum.PageSize; page < bytes.Length; page += PageChecksum.PageSize)
                bytes.AsSpan(page + 1000, 16).Fill(0x55);
        });

        var store = SqliteLibraryStore.OpenReadOnly(Location);
        var exception = await Assert.ThrowsAsync<StoreException>(() => ReadAllAsync(store));

        Assert.Equal(Fault.LibraryDamaged, exception.Fault);
    }

    [Fact]
    public async Task Read_PageInAnothersPlace_SaysThatTheLibraryIsDamaged()
    {
        await FillManyAsync();
        await DamageAsync(bytes =>
        {
            var last = bytes.Length - PageChecksum.PageSize;
            for (var page = PageChecksum.PageSize; page < last; page += PageChecksum.PageSize)
                bytes.AsSpan(page + PageChecksum.PageSize, PageChecksum.PageSize).CopyTo(bytes.AsSpan(page));
        });

        var exception = await Assert.ThrowsAsync<StoreException>(() => ReadAllAsync(SqliteLibraryStore.OpenReadOnly(Location)));

        Assert.Equal(Fault.LibraryDamaged, exception.Fault);
    }

    [Fact]
    public async Task ProtectAsync_FileWithoutChecksums_HasThemAndAllRows()
    {
        await FillManyAsync();
        var before = await ReadAllAsync(SqliteLibraryStore.Open(Location));
        await WriteWithoutChecksumsAsync();
        await using (var store = SqliteLibraryStore.Open(Location))
        {
            Assert.False(HasChecksums());
            Assert.True(await store.ProtectAsync(Cancel));
        }

        Assert.True(HasChecksums());
        Assert.Equal(before, await ReadAllAsync(SqliteLibraryStore.Open(Location)));
    }

    [Fact]
    public async Task ProtectAsync_WhileAnotherHasTheFileOpen_KeepsBothRight()
    {
        await FillManyAsync();
        await WriteWithoutChecksumsAsync();
        await using var other = SqliteLibraryStore.Open(Location);
        await other.RecordAsync("bob", [new Choice(InteractionKind.Like, Content("1"), "1.jpg")], DateTimeOffset.UnixEpoch, Cancel);
        await using (var store = SqliteLibraryStore.Open(Location))
            await store.ProtectAsync(Cancel);

        await other.RecordAsync("cid", [new Choice(InteractionKind.Like, Content("2"), "2.jpg")], DateTimeOffset.UnixEpoch, Cancel);
        await other.DisposeAsync();

        var again = SqliteLibraryStore.Open(Location);
        Assert.Equal(["ann", "bob", "cid"], (await again.ReadUsersAsync(Cancel)).Select(user => user.User));
        await ReadAllAsync(again);
        Assert.Equal(0, again.Damage.Pages);
    }

    private protected override ILibraryStore Open(string directory) => SqliteLibraryStore.OpenOrCreate(directory);

    private bool HasChecksums() =>
        File.ReadAllBytes(FilePath).AsSpan(0, PageChecksum.PageSize) is var page && PageChecksum.IsWhole(page, 1);

    private async Task FillManyAsync()
    {
        await FillAsync([.. Enumerable.Range(0, Images).Select(n => ($"{n}.jpg", $"{n}"))]);
        await Store.RecordAsync(
            "ann", [.. Enumerable.Range(0, 100).Select(n => new Choice(InteractionKind.Like, Content($"{n}"), $"{n}.jpg"))],
            DateTimeOffset.UnixEpoch, Cancel);
        await Store.DisposeAsync();
    }

    private static async Task<string> ReadAllAsync(SqliteLibraryStore store)
    {
        await using var _ = store;
        var images = await store.ReadImagesAsync(Cancel);
        var all = new List<string>();
        await foreach (var (image, embedding) in store.ReadEmbeddingsAsync(Cancel))
            all.Add($"{image} {string.Join(' ', embedding.ToArray())}");
        all.AddRange(images.Select(image => image.ToString()));
        all.AddRange((await store.ReadInteractionsAsync("ann", Cancel)).Select(like => like.ToString()));
        all.Add((await store.ReadSettingsAsync(Cancel))!.ToString());
        return string.Join('\n', all);
    }

    private async Task DamageAsync(Action<byte[]> damage)
    {
        var bytes = await File.ReadAllBytesAsync(FilePath, Cancel);
        damage(bytes);
        await File.WriteAllBytesAsync(FilePath, bytes, Cancel);
    }

    /// <summary>As earlier versions wrote it: copies all rows to a file that has no room for checksums.</summary>
    private async Task WriteWithoutChecksumsAsync()
    {
        var plain = FilePath + ".plain";
        await using (var connection = new SqliteConnection($"Data Source={plain};Pooling=False"))
        {
            await connection.OpenAsync(Cancel);
            connection.Execute($"{Schema.Create}; PRAGMA user_version = {Schema.Version}; PRAGMA foreign_keys = OFF");
            connection.Execute($"ATTACH '{FilePath}' AS old");
            foreach (var table in (string[])["settings", "folders", "images", "embeddings", "users", "pictures", "interactions"])
                connection.Execute($"INSERT INTO main.{table} SELECT * FROM old.{table}");
        }

        File.Move(plain, FilePath, overwrite: true);
    }
}
