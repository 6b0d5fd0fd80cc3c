using System.Diagnostics;

namespace Kindred.Tests.Cli;

/// <summary>Libraries on full disks, on disks that may only be read, and in folders that are somebody else's: real ones.</summary>
public sealed class UnwritableLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _mounted = [];

    private string Gallery => Path.Combine(_folder.Path, "gallery");

    public void Dispose()
    {
        foreach (var mount in _mounted)
            Run("umount", mount);
        _folder.Dispose();
    }

    [Fact]
    public async Task DiskMayOnlyBeRead_EachVerbSaysSo()
    {
        var disk = Mount("20m");
        var library = Path.Combine(disk, "library");
        Draw(12);
        await DoneAsync("index", Gallery, "--library", library);
        Assert.Equal(0, Run("mount", "-o", "remount,ro", disk));

        Assert.Contains("Most similar", (await DoneAsync("similar", Picture, "--library", library)).Output, StringComparison.Ordinal);
        var index = await RefusedAsync("index", Gallery, "--library", library);
        var like = await RefusedAsync("like", Picture, "--user", "ann", "--library", library);
        var copy = await RefusedAsync("backup", Path.Combine(disk, "copy.db"), "--library", library);

        const string Expected = "cannot be written to; check its permissions, and whether its disk may only be read";
        Assert.Contains(Expected, index, StringComparison.Ordinal);
        Assert.Contains(Expected, like, StringComparison.Ordinal);
        Assert.Contains($"The copy {disk}", copy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DiskIsFull_WhatIsIndexedCanBeSearched_AndTheNextRunWithRoomGoesOn()
    {
        var disk = Mount("1500k");
        var library = Path.Combine(disk, "library");
        Draw(200);
        var index = await RefusedAsync("index", Gallery, "--library", library);
        Fill(disk);

        Assert.Contains("is full; make room and run again, everything stored so far is kept", index, StringComparison.Ordinal);
        Assert.Contains("Most similar", (await DoneAsync("similar", Picture, "--library", library)).Output, StringComparison.Ordinal);
        await DoneAsync("recommend", "--like", Picture, "--library", library);
        var copy = await RefusedAsync("backup", Path.Combine(disk, "copy.db"), "--library", library);
        Assert.Contains("no room for the copy", copy, StringComparison.Ordinal);
        Assert.Equal(0, Run("mount", "-o", "remount,size=20m", disk));
        await DoneAsync("index", Gallery, "--library", library);
        Assert.Equal(200, (await DoneAsync("status", "--json", "--library", library)).Json.GetProperty("images").GetInt32());
        Assert.Contains("is whole", (await DoneAsync("check", "--library", library)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("700", "644", "may not be entered; check its permissions")]
    [InlineData("755", "600", "may not be read; check its permissions")]
    [InlineData("755", "644", "cannot be written to; check its permissions")]
    public async Task SomebodyElsesLibrary_SaysWhatMayNotBeDone(string folder, string file, string expected)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "Only root can become somebody else.");
        var library = Path.Combine(_folder.Path, "library");
        Draw(12);
        await DoneAsync("index", Gallery, "--library", library);
        Run("chmod", "755", _folder.Path);
        Run("chmod", folder, library);
        Run("chmod", file, Path.Combine(library, "library.db"));
        Assert.SkipUnless((await AsNobodyAsync("--version")).ExitCode == 0, "Nobody else may run the tests' programs here.");

        foreach (var command in (string[][])[["like", Picture, "--user", "ann"], ["index", Gallery]])
        {
            var run = await AsNobodyAsync([.. command, "--library", library]);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        }
    }

    private string Picture => Directory.EnumerateFiles(Gallery).Order(StringComparer.Ordinal).First();

    private void Draw(int count)
    {
        for (var i = 0; i < count; i++)
            TestPictures.Write(_folder.File("gallery", $"{i:000}.jpg"), i);
    }

    private static async Task<CliRun> DoneAsync(params string[] args)
    {
        var run = await CliRun.InProcessAsync(args);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', args)}: {run.Error}");
        return run;
    }

    private static async Task<string> RefusedAsync(params string[] args)
    {
        var run = await CliRun.InProcessAsync(args);
        Assert.Equal(1, run.ExitCode);
        return run.Error;
    }

    private static async Task<CliRun> AsNobodyAsync(params string[] args)
    {
        string[] nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
        using var process = Process.Start(new ProcessStartInfo(
            "setpriv", [.. nobody, "dotnet", Path.Combine(AppContext.BaseDirectory, "Kindred.Cli.dll"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = "/" },
        })!;
        return await CliRun.FinishAsync(process);
    }

    private static int Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { UseShellExecute = false, RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private static void Fill(string disk)
    {
        try
        {
            using var file = File.Create(Path.Combine(disk, "rest"));
            for (var block = new byte[512]; ;)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Now it is full.
        }
    }

    private string Mount(string size)
    {
        var disk = Directory.CreateDirectory(Path.Combine(_folder.Path, "disk")).FullName;
        var isMounted = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            && Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", disk) == 0;
        Assert.SkipUnless(isMounted, "No small disk can be made here.");
        _mounted.Add(disk);
        return disk;
    }
}
