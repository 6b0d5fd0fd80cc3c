using Kindred.Tests.Cli;
using Kindred.Tests.Server;

namespace Kindred.Tests.Sources;

/// <summary>The command line with addresses of pictures elsewhere, as processes that find their way by the environment.</summary>
public sealed class SourceCommandTests : IAsyncLifetime
{
    private const string Gallery = $"s3://{S3Server.Bucket}/shop";

    private readonly TemporaryFolder _folder = new();
    private S3Server _storage = null!; // Started before each test.
    private ListServer _web = null!;

    public async ValueTask InitializeAsync()
    {
        (_storage, _web) = (await S3Server.StartNewAsync(), await ListServer.StartNewAsync(isJson: true));
        for (var i = 0; i < 4; i++)
        {
            var file = _folder.File("drawn", $"{i}.jpg");
            TestPictures.Write(file, i);
            _storage.Put($"shop/chair/{i}.jpg", await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            _web.Put($"chair/{i}.jpg", await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        await _web.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Storage_IndexedAndAsked_AsAFolderIs()
    {
        var index = await RunAsync("index", Gallery, "--json");
        Assert.Equal(4, index.Json.GetProperty("indexed").GetInt32());
        var again = await RunAsync("index", Gallery + "/", "--verbose");
        Assert.Contains("0 indexed, 4 unchanged", again.Output, StringComparison.Ordinal);
        var sheet = _folder.File("sheet.png");
        var similar = await RunAsync("similar", $"{Gallery}/chair/1.jpg", "--sheet", sheet, "--json");
        Assert.StartsWith($"{Gallery}/", similar.Json.GetProperty("results")[0].GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.Contains(_storage.Requests, request => request.Target.StartsWith("/gallery/shop/chair/1.jpg", StringComparison.Ordinal));
        var status = await RunAsync("status");
        Assert.Contains($"folder    {Gallery}\n", status.Output, StringComparison.Ordinal);

        _storage.Breaks = (_, _) => true;
        var away = await RunAsync("index", Gallery);
        Assert.Equal((1, $"kindred: The storage of {Gallery} does not answer.\n"), (away.ExitCode, away.Error));

        Assert.All(new[] { index, again, similar, status, away }, run =>
        {
            Assert.DoesNotContain(S3Server.SecretKey, run.Output + run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(S3Server.AccessKey, run.Output + run.Error, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task List_IndexedAndTakenOut()
    {
        var index = await RunAsync("index", _web.List, "--json");
        Assert.Equal((0, 4), (index.ExitCode, index.Json.GetProperty("indexed").GetInt32()));
        Assert.All(_web.Requests, request => Assert.Equal("Bearer hidden", request.Authorization));

        _web.Instead = "";
        var empty = await RunAsync("index", _web.List);
        Assert.Equal(1, empty.ExitCode);
        Assert.Contains($"The folder {_web.List} is not there.", empty.Error, StringComparison.Ordinal);
        var gone = await RunAsync("index", _web.List, "--gone", "--json");
        Assert.Equal(4, gone.Json.GetProperty("removed").GetInt32());
        Assert.DoesNotContain("hidden", index.Output + index.Error + empty.Error + gone.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("join s3://gallery/shop out", "Joining takes folders of this machine, and s3://gallery/shop is none.")]
    [InlineData(
        "serve s3://gallery/shop --allow-changes",
        "--allow-changes puts pictures into a folder of this machine, and s3://gallery/shop is none.")]
    [InlineData("index ftp://gallery/shop", "Pictures cannot be read from ftp:// here, only from folders, s3://, http://, https://.")]
    [InlineData("index s3://gallery/another", "There is nothing at s3://gallery/another; check the address.")]
    [InlineData("index s3://another/shop", "There is nothing at s3://another/shop; check the address.")]
    [InlineData("index s3:///shop", "s3:///shop names no bucket; an address is like s3://bucket/pictures.")]
    public async Task WhatMakesNoSense_IsOneLine(string command, string line)
    {
        var run = await RunAsync(command.Split(' '));

        Assert.Equal((1, $"kindred: {line}\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Storage_WithoutCredentials_SaysWhatToSet()
    {
        var run = await CliRun.ProcessAsync(
            ["index", Gallery, "--library", Path.Combine(_folder.Path, "library")], ("AWS_ENDPOINT_URL", _storage.Address),
            ("AWS_EC2_METADATA_DISABLED", "true"), ("HOME", _folder.Path), ("AWS_ACCESS_KEY_ID", ""));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Folder_OfThisMachine_LoadsNothingThatReadsFromElsewhere()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is read from /proc.");
        var pictures = Path.GetDirectoryName(_folder.File("drawn", "x"))!;
        await RunAsync("index", pictures);
        Assert.Empty(await LoadedAsync());

        await RunAsync("index", _web.List);
        Assert.Equal(["Kindred.Sources.dll"], await LoadedAsync(_web.List));
    }

    /// <summary>What a server has loaded that has shown a thumbnail of every picture.</summary>
    private async Task<IReadOnlyList<string>> LoadedAsync(string? folder = null)
    {
        await using var server = await ServerProcess.StartAsync(Path.Combine(_folder.Path, "library"));
        var list = System.Text.Json.JsonDocument.Parse(await server.Client.GetStringAsync("/api/images")).RootElement;
        foreach (var item in list.GetProperty("items").EnumerateArray())
        {
            using var thumbnail = await server.Client.GetAsync($"/api/images/{item.GetProperty("id").GetInt64()}/file");
            Assert.True(thumbnail.IsSuccessStatusCode);
        }

        Assert.Equal(folder is null ? 4 : 8, list.GetProperty("items").GetArrayLength());
        return
        [
            .. (await File.ReadAllLinesAsync($"/proc/{server.Id}/maps"))
                .Select(line => Path.GetFileName(line))
            .Where(file => file is "Kindred.Sources.dll" || file.StartsWith("AWSSDK", StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    private Task<CliRun> RunAsync(params string[] args) => CliRun.ProcessAsync(
        [.. args, .. args[0] == "join" ? (string[])[] : ["--library", Path.Combine(_folder.Path, "library")]],
        ("AWS_ENDPOINT_URL", _storage.Address), ("AWS_ACCESS_KEY_ID", S3Server.AccessKey), ("AWS_SECRET_ACCESS_KEY", S3Server.SecretKey),
        ("KINDRED_LIST_AUTHORIZATION", "Bearer hidden"));
}
