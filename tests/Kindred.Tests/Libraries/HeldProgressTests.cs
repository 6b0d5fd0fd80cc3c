using Kindred.Libraries;

namespace Kindred.Tests.Libraries;

public sealed class HeldProgressTests
{
    [Fact]
    public void Report_BeforeTheRelease_IsHeldAndOnlyTheNewestComes()
    {
        var told = new Told();
        var held = new HeldProgress(told);

        held.Report(Compared(1));
        held.Report(Compared(2));
        Assert.Empty(told.Done);

        held.Release();
        Assert.Equal([2], told.Done);
        held.Report(Compared(3));
        Assert.Equal([2, 3], told.Done);
    }

    [Fact]
    public void Release_NothingWasReported_SaysNothing()
    {
        var told = new Told();

        new HeldProgress(told).Release();

        Assert.Empty(told.Done);
    }

    private static StepProgress Compared(int done) => new(done, Total: 9, Failed: 0) { Step = LibraryStep.Comparing };

    private sealed class Told : IProgress<StepProgress>
    {
        public List<int> Done { get; } = [];

        public void Report(StepProgress value) => Done.Add(value.Done);
    }
}
