using CsCheck;
using Kindred.Search.Vectors;

namespace Kindred.Tests.Search.Vectors;

public sealed class NearestNeighborsTests
{
    [Fact]
    public void Offer_AnyCandidates_KeepsTheClosestWithTiesById() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[-3, 3].Select(value => value * 0.5f).List[0, 200]).Sample((capacity, closeness) =>
        {
            var found = new NearestNeighbors(capacity);
            for (var id = 0; id < closeness.Count; id++)
                found.Offer(id, closeness[id]);

            var expected = Enumerable.Range(0, closeness.Count)
                .OrderByDescending(id => closeness[id]).ThenBy(id => id).Take(capacity).ToList();
            Assert.Equal(expected.Order(), Enumerable.Range(0, found.Count).Select(place => found[place]).Order());
            Assert.Equal(expected.Count < capacity ? float.NegativeInfinity : closeness[expected[^1]], found.Threshold);
        });

    [Fact]
    public void Offer_ZerosOfBothSigns_AreATie()
    {
        var found = new NearestNeighbors(1);

        found.Offer(8, 0f);
        found.Offer(7, -0f);
        found.Offer(9, 0f);

        Assert.Equal(7, found[0]);
    }

    [Fact]
    public void Merge_TwoHalves_IsTheSameAsOfferingAll()
    {
        var random = new Random(3);
        var (all, left, right) = (new NearestNeighbors(9), new NearestNeighbors(9), new NearestNeighbors(9));
        for (var id = 0; id < 500; id++)
        {
            var closeness = (random.NextSingle() - 0.5f) * 1e20f;
            all.Offer(id, closeness);
            (id < 250 ? left : right).Offer(id, closeness);
        }

        left.Merge(right);

        var places = Enumerable.Range(0, 9).ToList();
        Assert.Equal(places.Select(place => all[place]).Order(), places.Select(place => left[place]).Order());
        Assert.Equal(all.Threshold, left.Threshold);
    }
}
