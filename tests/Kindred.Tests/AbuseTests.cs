using Kindred.Abuse;
using Kindred.Abuse.Files.Bombs;
using Kindred.Abuse.Files.Fuzz;
using Kindred.Abuse.Libraries.Disks;
using Kindred.Abuse.Libraries.Flips;
using Kindred.Abuse.Processes;
using Kindred.Abuse.Processes.Kills;
using Kindred.Abuse.Processes.Pairs;
using Kindred.Tests.Cli;

namespace Kindred.Tests;

/// <summary>The first rounds of every attack of <c>tests/abuse.sh</c>, which has many more.</summary>
public sealed class AbuseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fuzz_ThousandsOfFiles_AreDecodedOrRefused()
    {
        var run = await AttackAsync(new FuzzAttack(), 1_500);

        Assert.Equal(1_500, run.Counts["files"]);
        // Mutations that reach nothing, or destroy all, would find nothing.
        Assert.InRange(run.Counts[FuzzWorker.Decoded], 200, 1_000);
        Assert.Equal(1_500, run.Counts[FuzzWorker.Decoded] + run.Counts[FuzzWorker.Refused]);
        foreach (var format in (string[])["JPEG", "PNG", "WebP", "GIF", "TIFF", "AVIF"])
        {
            Assert.InRange(run.Counts[$"  {FuzzWorker.Decoded}, {format}"], 5, 1_000);
            Assert.InRange(run.Counts[$"  {FuzzWorker.Refused}, {format}"], 5, 1_000);
        }
    }

    [Fact]
    public void Fuzz_TheSameNumber_IsTheSameFile()
    {
        var seeds = SeedPictures.Draw();

        var files = Enumerable.Range(0, 200).Select(number => new Mutator(seeds, 3).Make(number).Bytes).ToList();

        Assert.Equal(files, Enumerable.Range(0, 200).Select(number => new Mutator(seeds, 3).Make(number).Bytes));
        Assert.NotEqual(files, Enumerable.Range(0, 200).Select(number => new Mutator(seeds, 4).Make(number).Bytes));
        // A change of a checksum that is made right again is none.
        Assert.InRange(files.Index().Count(file => file.Item.AsSpan().SequenceEqual(seeds[file.Index % seeds.Count].Bytes)), 0, 10);
    }

    [Fact]
    public async Task Bombs_OfEveryFormat_StayWithinTheirMemory()
    {
        var run = await AttackAsync(new BombAttack(), 2_500);

        Assert.Equal(Bomb.All.Count, run.Counts["bombs"]);
        Assert.InRange(run.Counts["indexed"], run.Counts["good pictures beside them"], 1_000);
        if (OperatingSystem.IsLinux())
            Assert.InRange(run.Counts["peak of kindred, MiB"], 1, 1_012);
    }

    [Fact]
    public async Task Kills_AtRandomMoments_LeaveTheLibraryThatNobodyDisturbed()
    {
        var run = await AttackAsync(new KillAttack(), 2);

        Assert.Equal(2, run.Counts["rounds"]);
    }

    [Fact]
    public async Task Flips_InEveryFile_NeverChangeAnAnswer()
    {
        var run = await AttackAsync(new FlipAttack(), 3);

        Assert.Equal(3, run.Counts["rounds"]);
        Assert.Equal(15, run.Counts.GetValueOrDefault("right answers") + run.Counts.GetValueOrDefault("errors in a line"));
    }

    [Fact]
    public async Task Pairs_OfCommandsAtOnce_EndWell()
    {
        var run = await AttackAsync(new PairAttack(), 3);

        Assert.Equal(3, run.Counts["pairs"]);
        Assert.Equal(6, run.Counts["commands done"] + run.Counts.GetValueOrDefault("commands refused with a line"));
    }

    [Fact]
    public async Task Disk_ThatIsFull_LeavesTheLibraryWhole()
    {
        var run = await AttackAsync(new DiskAttack(), 2);

        Assert.SkipUnless(run.Counts.ContainsKey("rounds"), "Only the superuser can mount a small disk.");
        Assert.Equal(2, run.Counts["rounds"]);
    }

    private static async Task<ProcessEnd> RunHereAsync(string[] args)
    {
        var end = await CliRun.InProcessAsync(args);
        return new ProcessEnd(end.ExitCode, end.Output, end.Error, TimeSpan.Zero, PeakMebibytes: 0);
    }

    private async Task<AttackRun> AttackAsync(IAttack attack, int rounds)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals and mounts are a matter of Unix.");
        var kindred = Path.Combine(AppContext.BaseDirectory, "Kindred.Cli.dll");
        var settings = new AbuseSettings(kindred, _folder.Path) { Count = rounds, Inline = RunHereAsync };
        var run = new AttackRun(settings, TextWriter.Null);
        await attack.RunAsync(run, TestContext.Current.CancellationToken);
        Assert.Empty(run.Failures);
        return run;
    }
}
