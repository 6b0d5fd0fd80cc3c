using Kindred.Evaluation.Labels;
using Kindred.Images;
using Kindred.Search;

namespace Kindred.Tests.Evaluation.Labels;

public sealed class LabelTaskTests
{
    private const int Kinds = 7;
    private const int OfAKind = 7;

    private static readonly Image[] Images =
    [
        .. Enumerable.Range(0, Kinds * OfAKind).Select(image => new Image(
            new ImageId(image), "/gallery", $"kind{KindOf(image)}/{image:00}.jpg", ContentHash.Of(BitConverter.GetBytes(image)), 1,
            DateTime.UnixEpoch, 8, 8)),
    ];

    [Fact]
    public void Score_AllRight_HasNoWorstLists() =>
        Assert.Empty(LabelTask.Score(Images, Lists((query, place) => Other(query, place)), folds: null, seed: 1).Worst);

    [Fact]
    public void Score_OneListWithOneWrong_IsTheWorst()
    {
        // The last of the first five is of the next kind.
        var lists = Lists((query, place) => query == 9 && place == 4 ? OfAKind * 3 : Other(query, place));

        var worst = Assert.Single(LabelTask.Score(Images, lists, folds: null, seed: 1).Worst);

        Assert.Equal("kind1/09.jpg", worst.AskedPath);
        Assert.Equal(["kind1/07.jpg", "kind1/08.jpg", "kind1/10.jpg", "kind1/11.jpg", "kind3/21.jpg"], worst.FoundPaths);
    }

    [Fact]
    public void Score_AllWrong_WorstIsWhatIsNearestAndNoLabelHasTwo()
    {
        var lists = Lists((query, place) => (query + ((place + 1) * OfAKind)) % Images.Length);
        lists[10] = [.. lists[10].Select(found => found with { Distance = found.Distance / 2 })];

        var worst = LabelTask.Score(Images, lists, folds: null, seed: 1).Worst;

        Assert.Equal("kind1/10.jpg", worst[0].AskedPath);
        Assert.Equal(6, worst.Count);
        Assert.Equal(6, worst.Select(miss => miss.Asked.Label).Distinct().Count());
        Assert.All(worst, miss => Assert.DoesNotContain(miss.Found, image => image.Label == miss.Asked.Label));
    }

    private static int KindOf(int image) => image / OfAKind;

    /// <summary>Another image of the query's kind.</summary>
    private static int Other(int query, int place) =>
        Enumerable.Range(KindOf(query) * OfAKind, OfAKind).Where(image => image != query).ElementAt(place);

    private static Neighbor[][] Lists(Func<int, int, int> found) =>
    [
        .. Enumerable.Range(0, Images.Length)
            .Select(query => Enumerable.Range(0, 6).Select(place => new Neighbor(found(query, place), 0.1f * (place + 1))).ToArray()),
    ];
}
