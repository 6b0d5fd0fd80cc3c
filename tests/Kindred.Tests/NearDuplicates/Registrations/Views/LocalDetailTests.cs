using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.Tests.NearDuplicates.Registrations.Views;

public sealed class LocalDetailTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(24)]
    [InlineData(48)]
    public void Take_AllCount_IsEachValueLessTheMeanAroundIt(int side)
    {
        var values = Values(side, seed: 1);
        var detail = new float[values.Length];

        new LocalDetail(side).Take(values, detail);

        AssertDetail(values, [.. values.Select(_ => 1f)], side, detail);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(48)]
    public void Take_SomeCount_IsTheirsAloneAndZeroElsewhere(int side)
    {
        var taken = new LocalDetail(side);
        foreach (var seed in (int[])[1, 2]) // The second in used memory.
        {
            var random = new Random(seed);
            var values = Values(side, seed);
            float[] mask = [.. values.Select((_, at) => at < 3 * side && random.Next(3) > 0 ? 1f : 0f)];
            var (counts, detail) = (new float[values.Length], values.ToArray());

            taken.Count(mask, counts);
            taken.Take(detail, mask, counts, detail);

            AssertDetail(values, mask, side, detail);
        }
    }

    [Fact]
    public void SumProducts_OfTwo_AreThoseOfTheFiveByFiveAroundEach()
    {
        const int Side = 9;
        var (one, other) = (Values(Side, seed: 3), Values(Side, seed: 4));
        var sums = new float[one.Length];

        new LocalDetail(Side).SumProducts(one, other, sums);

        for (var at = 0; at < sums.Length; at++)
        {
            var expected = Around(at, Side).Sum(near => (double)one[near] * other[near]);
            Assert.Equal(expected, sums[at], expected * 1e-6);
        }
    }

    private static void AssertDetail(float[] values, float[] mask, int side, float[] detail)
    {
        for (var at = 0; at < values.Length; at++)
        {
            var mean = Around(at, side).Where(near => mask[near] > 0).Select(near => (double)values[near]).DefaultIfEmpty().Average();
            Assert.Equal(mask[at] > 0 ? values[at] - mean : 0, detail[at], 1e-4);
        }
    }

    private static IEnumerable<int> Around(int at, int side) =>
        from y in Enumerable.Range((at / side) - 2, 5)
        from x in Enumerable.Range((at % side) - 2, 5)
        where x >= 0 && y >= 0 && x < side && y < side
        select (y * side) + x;

    private static float[] Values(int side, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, side * side).Select(_ => 255 * random.NextSingle())];
    }
}
