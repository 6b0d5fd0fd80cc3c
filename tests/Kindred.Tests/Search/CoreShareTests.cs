using Kindred.Search.Flat;

namespace Kindred.Tests.Search;

public sealed class CoreShareTests
{
    // Other searches may run meanwhile, which only lowers what one may have.
    [Fact]
    public void Parts_AsManySearchesAsCores_AreOneForTheLast()
    {
        Assert.Equal(1, PartsBehind(Environment.ProcessorCount));
    }

    [Fact]
    public void Parts_LittleWork_AreOne()
    {
        using var share = new CoreShare(1);

        Assert.Equal(1, share.Parts);
    }

    [Fact]
    public void Run_AnyShare_RunsEachPartOnce()
    {
        using var share = new CoreShare(int.MaxValue);
        var runs = new int[share.Parts];

        share.Run(part => Interlocked.Increment(ref runs[part]));

        Assert.InRange(share.Parts, 1, Environment.ProcessorCount);
        Assert.All(runs, times => Assert.Equal(1, times));
    }

    private static int PartsBehind(int searches)
    {
        using var share = new CoreShare(int.MaxValue);
        return searches == 0 ? share.Parts : PartsBehind(searches - 1);
    }
}
