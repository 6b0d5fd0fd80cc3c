using Kindred.Storage.Sqlite;
using Kindred.Tests.Libraries.Transfers;
using Kindred.Tests.Storage.Postgres;

namespace Kindred.Tests.Cli;

/// <summary><c>kindred copy-library</c>, from a folder to PostgreSQL and back.</summary>
public sealed class CopyLibraryCommandTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string From => _folder.File("first", ".kindred");

    private string Address => server.AddressOf(_folder.Path).Text;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Copy_ThereAndBack_NamesTheSameDigests()
    {
        await FillAsync();

        var there = await CliRun.InProcessAsync("copy-library", From, Address, "--json");
        var back = await CliRun.InProcessAsync("copy-library", Address, _folder.File("back"), "--json");

        Assert.True(there.ExitCode == 0, there.Error);
        Assert.True(back.ExitCode == 0, back.Error);
        Assert.Equal(there.Json.GetProperty("tables").GetRawText(), back.Json.GetProperty("tables").GetRawText());
        Assert.Equal(Address, there.Json.GetProperty("to").GetString());
        Assert.Equal(_folder.File("back"), back.Json.GetProperty("to").GetString());
        var history = await CliRun.InProcessAsync("history", "--user", "ann", "--library", _folder.File("back"));
        Assert.Equal((await CliRun.InProcessAsync("history", "--user", "ann", "--library", From)).Output, history.Output);
        Assert.Equal((await CliRun.InProcessAsync("history", "--user", "ann", "--library", Address)).Output, history.Output);
    }

    [Fact]
    public async Task Copy_InLines_NamesEachTable()
    {
        await FillAsync();

        var run = await CliRun.InProcessAsync("copy-library", From, Address);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"The library {From} is copied to {Address}: ", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n  interactions +110  [0-9a-f]{64}\n", run.Output);
    }

    [Fact]
    public async Task Copy_ToWhereALibraryIs_SaysSoInALine()
    {
        await FillAsync();
        await CliRun.InProcessAsync("copy-library", From, Address);

        var again = await CliRun.InProcessAsync("copy-library", From, Address);
        var itself = await CliRun.InProcessAsync("copy-library", From, From);

        Assert.Equal((1, 1), (again.ExitCode, itself.ExitCode));
        Assert.Equal($"kindred: There is a library in {Address} already; copy to a place where there is none.", again.Error.Trim());
        Assert.Equal($"kindred: There is a library in {From} already; copy to a place where there is none.", itself.Error.Trim());
    }

    [Fact]
    public async Task Copy_OfAnEmptyLibraryToItself_IsRefused()
    {
        await SqliteLibraryStore.OpenOrCreate(From).DisposeAsync();

        var run = await CliRun.InProcessAsync("copy-library", From, From);

        Assert.Equal(1, run.ExitCode);
        await SqliteLibraryStore.Open(From).DisposeAsync(); // It is a library as before.
    }

    [Theory]
    [InlineData("there", "postgres://ann:secret@127.0.0.1/gallery")]
    [InlineData("postgres://ann:secret@127.0.0.1/gallery", "there")]
    public async Task Copy_WithAPasswordInAnAddress_IsRefusedWithoutIt(string from, string to)
    {
        await FillAsync();

        var run = await CliRun.InProcessAsync("copy-library", from == "there" ? From : from, to == "there" ? _folder.File("back") : to);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("PGPASSWORD", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Error + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_OfALibraryThatIsIndexed_IsRefused()
    {
        await FillAsync();
        await using var store = SqliteLibraryStore.Open(From);
        using var _ = store.LockForIndexing();

        var run = await CliRun.InProcessAsync("copy-library", From, Address);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is indexing the library", run.Error, StringComparison.Ordinal);
    }

    private async Task FillAsync()
    {
        await using var store = SqliteLibraryStore.OpenOrCreate(From);
        await FullLibrary.FillAsync(store, _folder.File("first", "gallery"));
    }
}
