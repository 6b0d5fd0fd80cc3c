using System.Globalization;
using Kindred.Abuse.Libraries;
using Kindred.Storage.Sqlite;
using Kindred.Storage.Sqlite.Pages;
using Microsoft.Data.Sqlite;

namespace Kindred.Tests.Cli;

/// <summary>A library whose disk has changed something in it, and copies of one that is whole.</summary>
public sealed class CheckCommandTests : IAsyncLifetime
{
    private const int Pictures = 24;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Gallery => _folder.File("gallery");

    private string LibraryFolder => _folder.File("library");

    private string Database => Path.Combine(LibraryFolder, SqliteLibraryStore.FileName);

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < Pictures; i++)
            TestPictures.Write(_folder.File("gallery", i % 2 == 0 ? "even" : "odd", $"{i:00}.jpg"), i);
        Assert.Equal(0, (await RunAsync("index", Gallery)).ExitCode);
        Assert.Equal(0, (await RunAsync("like", "00.jpg", "01.jpg", "--user", "ann")).ExitCode);
        // Prepares it, so that nothing more is written by those who only ask.
        Assert.Equal(0, (await RunAsync("index", Gallery)).ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Check_Whole_SaysSo()
    {
        var run = await RunAsync("check", "--json");

        Assert.Equal(
            (0, true, Pictures),
            (run.ExitCode, run.Json.GetProperty("whole").GetBoolean(), run.Json.GetProperty("embeddings").GetInt32()));
        Assert.InRange(run.Json.GetProperty("pages").GetInt32(), 10, 10_000);
    }

    [Fact]
    public async Task Check_FileOfAnEarlierVersion_IsWhole()
    {
        Damage.Age(Database);

        var run = await RunAsync("check");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Check_FileWithoutTables_IsWhole()
    {
        await File.WriteAllBytesAsync(Database, [], Cancel);

        Assert.Equal(0, (await RunAsync("check")).ExitCode);
    }

    /// <summary>A process was killed while it brought pages with checksums from the log into a file that had none.</summary>
    [Fact]
    public async Task Check_FileThatIsHalfWrittenFromItsLog_IsWhole()
    {
        Damage.Age(Database);
        var before = await File.ReadAllBytesAsync(Database, Cancel);
        byte[] log;
        await using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False;Vfs={ChecksumLayer.Name}"))
        {
            connection.Open();
            Execute(connection, "SELECT count(*) FROM sqlite_schema");
            connection.ReserveChecksums();
            Execute(connection, "VACUUM");
            await using var file = new FileStream(Database + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            log = new byte[file.Length];
            await file.ReadExactlyAsync(log, Cancel);
        }

        // Closing has brought all of the log into the file; the second half is put back.
        var after = await File.ReadAllBytesAsync(Database, Cancel);
        var half = before.Length / 2 / PageChecksum.PageSize * PageChecksum.PageSize;
        await File.WriteAllBytesAsync(Database, [.. after[..half], .. before[half..]], Cancel);
        await File.WriteAllBytesAsync(Database + "-wal", log, Cancel);

        var run = await RunAsync("check");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var finished = await File.ReadAllBytesAsync(Database, Cancel);
        // What lies behind the last page is no part of it.
        for (var page = 1; page <= after.Length / PageChecksum.PageSize; page++)
            Assert.True(PageChecksum.IsWhole(Page(finished, page), page), $"page {page} of {after.Length / PageChecksum.PageSize}");
    }

    [Fact]
    public async Task Check_ABitFlippedInSomePages_NamesThemAndRepairWritesThemAnew()
    {
        var before = await File.ReadAllBytesAsync(Database, Cancel);
        Flip(1, 1000, 3);
        Flip(7, 4090, 6);

        var found = await RunAsync("check", "--json");
        var repair = await RunAsync("check", "--repair");

        Assert.Equal((1, 2), (found.ExitCode, found.Json.GetProperty("correctedPages").GetInt32()));
        Assert.Equal(0, repair.ExitCode);
        Assert.Equal(0, (await RunAsync("check")).ExitCode);
        var after = await File.ReadAllBytesAsync(Database, Cancel);
        foreach (var page in new[] { 1, 7 })
            Assert.Equal(Page(before, page), Page(after, page));
    }

    [Fact]
    public async Task Repair_PagesThatCannotBeRead_EmbedsAgainAndKeepsLikes()
    {
        var asked = await AnswerAsync();
        var likes = (await RunAsync("history", "--user", "ann")).Output;
        // The second half of the file has embeddings, nearly all of it.
        var pages = (int)(new FileInfo(Database).Length / PageChecksum.PageSize);
        for (var page = pages / 2; page < pages; page += 3)
            Wipe(page);

        var found = await RunAsync("check");
        var repair = await RunAsync("check", "--repair", "--json");

        Assert.Equal(1, found.ExitCode);
        Assert.Contains("that cannot be read", found.Output, StringComparison.Ordinal);
        Assert.True(repair.ExitCode == 0, repair.Output + repair.Error);
        Assert.InRange(repair.Json.GetProperty("repair").GetProperty("embedded").GetInt32(), 1, Pictures);
        Assert.True(File.Exists(repair.Json.GetProperty("repair").GetProperty("kept").GetString()));
        Assert.Equal(0, (await RunAsync("check")).ExitCode);
        Assert.Equal(likes, (await RunAsync("history", "--user", "ann")).Output);
        Assert.Equal(asked, await AnswerAsync());
    }

    [Theory]
    [InlineData("embeddings")]
    [InlineData("interactions")]
    public async Task Repair_TheFirstPageOfATableCannotBeRead_EndsWithAllTheRest(string table)
    {
        var pictures = (await RunAsync("status", "--json")).Json.GetProperty("images").GetInt32();
        await using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False;Mode=ReadOnly;Vfs={ChecksumLayer.Name}"))
        {
            connection.Open();
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'";
            Wipe(Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture));
        }

        var repair = await RunAsync("check", "--repair");

        Assert.True(repair.ExitCode == 0, repair.Output + repair.Error);
        Assert.Equal(0, (await RunAsync("check")).ExitCode);
        Assert.Equal(pictures, (await RunAsync("status", "--json")).Json.GetProperty("images").GetInt32());
    }

    [Fact]
    public async Task Repair_APictureThatIsGone_SaysWhatCouldNotBeMended()
    {
        var pages = (int)(new FileInfo(Database).Length / PageChecksum.PageSize);
        for (var page = pages / 2; page < pages; page += 2)
            Wipe(page);
        Directory.Move(Gallery, Gallery + "-away");

        var repair = await RunAsync("check", "--repair");

        Assert.Equal(1, repair.ExitCode);
        Assert.Contains($"the folder {Gallery} is missing", repair.Output, StringComparison.Ordinal);
        Assert.Contains("could not be embedded again", repair.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("repair it with", repair.Error, StringComparison.Ordinal); // It has just been done.

        Directory.Move(Gallery + "-away", Gallery);
        Assert.Equal(0, (await RunAsync("check", "--repair")).ExitCode);
    }

    [Fact]
    public async Task Repair_WhileAnotherHasTheLibraryOpen_TouchesNothing()
    {
        Wipe((int)(new FileInfo(Database).Length / PageChecksum.PageSize) - 2);
        var before = await File.ReadAllBytesAsync(Database, Cancel);
        await using var other = SqliteLibraryStore.Open(LibraryFolder);
        await other.ReadRevisionAsync(Cancel);

        var repair = await RunAsync("check", "--repair");

        Assert.Equal(1, repair.ExitCode);
        Assert.Contains("stop it, then repair again", repair.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Database, Cancel));
    }

    [Fact]
    public async Task Backup_PutInThePlaceOfTheFile_IsTheLibraryOfThen()
    {
        var copy = _folder.File("copies", "one.db");
        var asked = await AnswerAsync();

        var backup = await RunAsync("backup", copy, "--json");
        var again = await RunAsync("backup", copy);

        Assert.Equal((0, 1), (backup.ExitCode, again.ExitCode));
        Assert.Equal(new FileInfo(copy).Length, backup.Json.GetProperty("bytes").GetInt64());
        Assert.Contains("exists already", again.Error, StringComparison.Ordinal);
        await RunAsync("forget", "--user", "ann", "--all");
        File.Copy(copy, Database, overwrite: true);
        Assert.Equal(0, (await RunAsync("check")).ExitCode);
        Assert.Contains("00.jpg", (await RunAsync("history", "--user", "ann")).Output, StringComparison.Ordinal);
        Assert.Equal(asked, await AnswerAsync());
    }

    [Fact]
    public async Task Backup_WhileAnIndexRunWrites_IsWhole()
    {
        for (var i = 100; i < 160; i++)
            TestPictures.Write(_folder.File("gallery", "more", $"{i}.jpg"), i);
        using var index = CliRun.Start("index", Gallery, "--library", LibraryFolder);
        var copies = 0;
        do
        {
            var copy = _folder.File("copies", string.Create(CultureInfo.InvariantCulture, $"{copies++}"), SqliteLibraryStore.FileName);
            Assert.Equal(0, (await RunAsync("backup", copy)).ExitCode);
            var check = await CliRun.InProcessAsync("check", "--library", Path.GetDirectoryName(copy)!);
            Assert.True(check.ExitCode == 0, check.Output);
        }
        while (!index.HasExited);

        Assert.Equal(0, (await CliRun.FinishAsync(index)).ExitCode);
    }

    /// <summary>
    /// Whatever bits flip in whatever file of a library: the answer is the same, or it is an error in one line. The long form has
    /// more of it: KINDRED_FLIPS names how many.
    /// </summary>
    [Fact]
    public async Task Flips_InAnyFile_NeverChangeAnAnswerSilently()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("KINDRED_FLIPS") ?? "80", CultureInfo.InvariantCulture);
        var asked = await AnswerAsync();
        string[] files = [Database, Path.Combine(LibraryFolder, "index", "gallery.index")];
        var whole = files.Select(File.ReadAllBytes).ToArray();
        var random = new Random(20261128);
        var (same, refused) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var which = round % 3 == 2 ? 1 : 0;
            var bytes = whole[which].ToArray();
            // One bit, or a torn sector.
            var at = random.Next(bytes.Length);
            var length = round % 2 == 0 ? 1 : Math.Min(512, bytes.Length - at);
            for (var i = 0; i < length; i++)
                bytes[at + i] ^= length == 1 ? (byte)(1 << random.Next(8)) : (byte)random.Next(256);
            await File.WriteAllBytesAsync(files[which], bytes, Cancel);

            var run = await RunAsync("similar", "00.jpg", "-k", "5");
            if (run.ExitCode == 0)
            {
                Assert.True(asked == run.Output, $"{files[which]} at {at}, {length} bytes: {run.Output}");
                same++;
            }
            else
            {
                Assert.Equal(1, run.ExitCode);
                Assert.DoesNotContain("unexpected", run.Error, StringComparison.Ordinal);
                Assert.Equal(1, run.Error.Trim().Split('\n').Count(line => line.StartsWith("kindred: ", StringComparison.Ordinal)));
                refused++;
            }

            for (var i = 0; i < files.Length; i++)
            {
                await File.WriteAllBytesAsync(files[i], whole[i], Cancel);
                File.Delete(files[i] + "-wal");
                File.Delete(files[i] + "-shm");
            }
        }

        Assert.InRange(same, rounds / 2, rounds);
        Assert.Equal(rounds, same + refused);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static byte[] Page(byte[] file, int page) =>
        file.AsSpan((page - 1) * PageChecksum.PageSize, PageChecksum.PageSize).ToArray();

    private async Task<string> AnswerAsync() => (await RunAsync("similar", "00.jpg", "-k", "5")).Output;

    private Task<CliRun> RunAsync(params string[] args) => CliRun.InProcessAsync([.. args, "--library", LibraryFolder]);

    private void Flip(int page, int at, int bit) => Change(page, bytes => bytes[at] ^= (byte)(1 << bit));

    private void Wipe(int page) => Change(page, bytes => bytes.AsSpan(100, 64).Fill(0x55));

    private void Change(int page, Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(Database);
        var changed = Page(bytes, page);
        change(changed);
        changed.CopyTo(bytes, (page - 1) * PageChecksum.PageSize);
        File.WriteAllBytes(Database, bytes);
    }
}
