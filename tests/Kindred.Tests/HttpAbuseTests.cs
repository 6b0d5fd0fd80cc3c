using Kindred.Abuse;
using Kindred.Abuse.Http.Api;
using Kindred.Abuse.Http.Crowds;
using Kindred.Abuse.Http.Soak;
using Kindred.Abuse.Processes;
using Kindred.Tests.Cli;

namespace Kindred.Tests;

/// <summary>The short forms of the attacks over HTTP.</summary>
public sealed class HttpAbuseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Api_AskedForEverythingOfItsDescription_AnswersAsDescribed()
    {
        var run = await AttackAsync(new ApiAttack(), 3);

        Assert.InRange(run.Counts["operations"], 40, 100);
        Assert.InRange(run.Counts["requests"], 3_000, 100_000);
        Assert.InRange(run.Counts["  answered 200"], 500, 100_000);
        Assert.InRange(run.Counts["  answered 400"], 500, 100_000);
    }

    [Fact]
    public async Task Flood_OfRequestsThatAreAllUnderWay_IsAnswered()
    {
        var run = await AttackAsync(new FloodAttack(), 100);

        Assert.Equal(600, run.Counts["requests"]);
        Assert.Equal(600, run.Counts["  answered 200"]);
    }

    [Fact]
    public async Task SlowClients_OfEveryKind_KeepNobodyWaiting()
    {
        var run = await AttackAsync(new SlowAttack(), 2);

        foreach (var kind in (string[])["silent", "slow heads", "slow bodies", "endless uploads"])
        {
            Assert.InRange(run.Counts[$"{kind}: honest requests"], 1, 1_000);
            Assert.InRange(run.Counts[$"{kind}: connections"], 24, 100_000);
        }
    }

    [Fact]
    public async Task WrongKeys_AtSpeed_TellLittleAndShutNobodyOut()
    {
        var run = await AttackAsync(new KeyAttack(), 500);

        Assert.InRange(run.Counts["wrong keys answered 401"], 100, 400);
        Assert.InRange(run.Counts["right key elsewhere: honest requests"], 1, 10_000);
    }

    [Fact]
    public async Task Likes_WhileTheLibraryIsIndexed_AreThereWhenAcknowledged()
    {
        var run = await AttackAsync(new WriteAttack(), 200);

        Assert.InRange(run.Counts["likes there"], 1, 200);
        Assert.Equal(run.Counts["likes there"], run.Counts["likes there after a crash"]);
        Assert.Equal(run.Counts["likes there"], run.Counts["likes answered 200"]);
        Assert.InRange(run.Counts["index runs answered 202"], 1, 100);
    }

    [Fact]
    public void Trend_OfALine_IsItsSlope()
    {
        var trend = new Trend();
        foreach (var (time, value) in (ReadOnlySpan<(double, double)>)[(0, 1), (1, 3), (2, 5), (4, 9)])
            trend.Add(time, value);

        Assert.Equal(2, trend.Slope(), precision: 12);
        Assert.Equal(4.5, trend.Mean, precision: 12);
    }

    private static async Task<ProcessEnd> RunHereAsync(string[] args)
    {
        var end = await CliRun.InProcessAsync(args);
        return new ProcessEnd(end.ExitCode, end.Output, end.Error, TimeSpan.Zero, PeakMebibytes: 0);
    }

    private async Task<AttackRun> AttackAsync(IAttack attack, int rounds)
    {
        var kindred = Path.Combine(AppContext.BaseDirectory, "Kindred.Cli.dll");
        var run = new AttackRun(
            new AbuseSettings(kindred, _folder.Path) { Count = rounds, Inline = RunHereAsync }, TextWriter.Null);
        await attack.RunAsync(run, TestContext.Current.CancellationToken);
        Assert.Empty(run.Failures);
        return run;
    }
}
