using Kindred.Cli.Output;

namespace Kindred.Tests.Cli;

public sealed class StepRateTests
{
    private readonly StoppedTime _time = new();

    [Fact]
    public void Of_AStepFromItsBeginning_CountsAll()
    {
        var rate = new StepRate(_time);
        _time.Seconds = 10;

        Assert.Equal((50.0, TimeSpan.FromSeconds(30)), rate.Of(At(500))); // 1,500 are left.
    }

    [Fact]
    public void Of_AStepThatHadDoneSomething_CountsSinceItIsShown()
    {
        var rate = new StepRate(_time);
        _time.Seconds = 100;
        rate.Begin(At(1000));
        Assert.Null(rate.Of(At(1000)));
        _time.Seconds = 110;

        Assert.Equal((20.0, TimeSpan.FromSeconds(40)), rate.Of(At(1200))); // 800 are left.
        Assert.Equal(TimeSpan.FromSeconds(10), rate.Elapsed);
    }

    [Fact]
    public void Of_NoTimeOrNothingDone_SaysNothing()
    {
        var rate = new StepRate(_time);
        Assert.Null(rate.Of(At(5)));
        _time.Seconds = 10;

        Assert.Null(rate.Of(At(0)));
    }

    private static StepProgress At(int done) => new(done, Total: 2000, Failed: 0);

    /// <summary>Stands where a test puts it.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
