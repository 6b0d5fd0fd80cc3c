using Kindred.Tastes;

namespace Kindred.Tests.Tastes;

public sealed class TasteGroupingTests
{
    private const int None = TasteGrouping.NotKept;

    // By the definition of Ward's method, without chains and updates: the cheapest union first, none between two kept tastes.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Group_AroundKeptTastes_IsWhatTheDefinitionSays(int keptTastes)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            float[][] likes = [.. Enumerable.Range(0, 30).Select(_ => Draw(random))];
            int[] kept = [.. likes.Select(_ => random.Next(2) == 0 ? random.Next(keptTastes + 1) - 1 : None)];
            var price = random.NextDouble();

            Assert.Equal(ByDefinition(likes, kept, price), TasteGrouping.Group(likes, kept, price));
        }
    }

    [Fact]
    public void Group_NothingKept_IsAsWithoutAnyKnowledgeOfIt()
    {
        var random = new Random(1);
        float[][] likes = [.. Enumerable.Range(0, 50).Select(_ => Draw(random))];

        Assert.Equal(TasteGrouping.Group(likes, 0.3), TasteGrouping.Group(likes, [.. likes.Select(_ => None)], 0.3));
    }

    [Fact]
    public void Group_KeptTastesInOnePlace_StayApart() =>
        Assert.Equal([0, 1, 0, 1], TasteGrouping.Group([[0, 0], [0, 0.1f], [0.1f, 0], [0.1f, 0.1f]], [7, 3, 7, 3], price: 1000));

    [Fact]
    public void Group_LikesOfOneKeptTasteFarApart_StayTogether() =>
        Assert.Equal([0, 0, 1], TasteGrouping.Group([[0, 0], [100, 100], [300, 0]], [0, 0, None], price: 1));

    // The two others are nearer to each other than to the kept taste, and joined to it only together with one another.
    [Fact]
    public void Group_OtherLikes_JoinKeptTastesOrOneAnother()
    {
        float[][] likes = [[0, 0], [2, 0], [1, 1], [10, 0], [11, 0]];

        Assert.Equal([0, 0, 0, 1, 1], TasteGrouping.Group(likes, [0, 0, None, None, None], price: 1.5));
        Assert.Equal([0, 0, 0, 0, 0], TasteGrouping.Group(likes, [0, 0, None, None, None], price: 1000));
    }

    [Fact]
    public void Split_TwoKinds_AreTheHalves() =>
        Assert.Equal([0, 1, 0, 1, 1], TasteGrouping.Split([[0, 0], [9, 9], [1, 0], [9, 8], [8, 9]]));

    private static float[] Draw(Random random) => [random.NextSingle(), random.NextSingle(), random.NextSingle()];

    private static int[] ByDefinition(float[][] likes, int[] kept, double price)
    {
        List<List<int>> clusters =
        [
            .. Enumerable.Range(0, likes.Length).Where(like => kept[like] == None).Select(like => new List<int> { like }),
            .. Enumerable.Range(0, likes.Length).Where(like => kept[like] != None).GroupBy(like => kept[like])
                .Select(taste => taste.ToList()),
        ];
        double Spread(IEnumerable<int> members)
        {
            var points = members.Select(member => likes[member]).ToList();
            return Enumerable.Range(0, 3).Sum(axis =>
            {
                var mean = points.Average(point => (double)point[axis]);
                return points.Sum(point => (point[axis] - mean) * (point[axis] - mean));
            });
        }

        bool IsKept(List<int> cluster) => cluster.Exists(like => kept[like] != None);
        while (true)
        {
            var unions = clusters.SelectMany(_ => clusters, (one, other) => (One: one, Other: other))
                .Where(pair => clusters.IndexOf(pair.One) < clusters.IndexOf(pair.Other) && !(IsKept(pair.One) && IsKept(pair.Other)))
                .Select(pair => (pair.One, pair.Other, Cost: Spread([.. pair.One, .. pair.Other]) - Spread(pair.One) - Spread(pair.Other)))
                .OrderBy(union => union.Cost)
                .ToList();
            if (unions is not [var (one, other, cost), ..] || cost > price)
                break;
            one.AddRange(other);
            clusters.Remove(other);
        }

        int[] tastes = [.. Enumerable.Range(0, likes.Length).Select(like => clusters.FindIndex(cluster => cluster.Contains(like)))];
        var inOrder = tastes.Distinct().ToList();
        return [.. tastes.Select(taste => inOrder.IndexOf(taste))];
    }
}
