using Kindred.Evaluation.Users;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Recommendations;
using Kindred.Search;

namespace Kindred.Tests.Recommendations;

public sealed class RecommendTests
{
    [Fact]
    public void Recommend_TwoTastes_BothGetTheirShare()
    {
        using var gallery = new SmallGallery(labels: 4, imagesPerLabel: 30);
        var profile = Profile.Of(
            [gallery.Query(0), gallery.Query(1), gallery.Query(2), gallery.Query(3), gallery.Query(60), gallery.Query(61)]);

        var list = gallery.Gallery.Recommend(profile, new RecommendationOptions { Count = 9 });

        Assert.Equal(2, list.Tastes.Count);
        Assert.Equal([2.0 / 3, 1.0 / 3], list.Tastes.Select(taste => taste.Share));
        Assert.Equal(6, list.Items.Count(item => item.Image.Label == "label0" && item.Taste == 0));
        Assert.Equal(3, list.Items.Count(item => item.Image.Label == "label2" && item.Taste == 1));
    }

    [Fact]
    public void Recommend_Dislike_PushesAwayOnlyNearItself()
    {
        using var gallery = new SmallGallery(labels: 3, imagesPerLabel: 40);
        var likes = new[] { gallery.Query(0), gallery.Query(1), gallery.Query(40), gallery.Query(41) };
        var options = new RecommendationOptions { Count = 20 };

        var before = gallery.Gallery.Recommend(Profile.Of(likes), options);
        var after = gallery.Gallery.Recommend(Profile.Of(likes, [gallery.Query(80)]), options);

        // Nobody liked what is disliked here, so hardly anything changes.
        var kept = before.Items.Select(item => item.Image).Intersect(after.Items.Select(item => item.Image)).Count();
        Assert.InRange(kept, 16, 20);
    }

    [Theory]
    [InlineData(Strategy.Best)]
    [InlineData(Strategy.Average)]
    public void Recommend_DislikedKind_GivesWay(Strategy strategy)
    {
        using var gallery = new SmallGallery(labels: 3, imagesPerLabel: 30);

        // One of a kind is liked by mistake, and then two more are disliked.
        var likes = new[] { gallery.Query(0), gallery.Query(1), gallery.Query(2), gallery.Query(30) };
        var options = new RecommendationOptions { Count = 20, Strategy = strategy };
        int Disliked(Profile profile) => gallery.Gallery.Recommend(profile, options).Items.Count(item => item.Image.Label == "label1");

        Assert.True(Disliked(Profile.Of(likes, [gallery.Query(31), gallery.Query(32)])) < Math.Max(1, Disliked(Profile.Of(likes))));
    }

    [Fact]
    public void Recommend_DislikeWithinALikedKind_TakesTheNearestAndLeavesTheKindItsPlaces()
    {
        using var gallery = new SmallGallery(labels: 3, imagesPerLabel: 40);
        var likes = new[] { gallery.Query(0), gallery.Query(1), gallery.Query(2), gallery.Query(40), gallery.Query(41) };
        var options = new RecommendationOptions { Count = 12 };

        var before = gallery.Gallery.Recommend(Profile.Of(likes), options).Items;
        var disliked = gallery.Query(gallery.Position(before[0]));
        var after = gallery.Gallery.Recommend(Profile.Of(likes, [disliked]), options).Items;

        Assert.Equal(
            before.CountBy(item => item.Image.Label!).OrderBy(pair => pair.Key, StringComparer.Ordinal),
            after.CountBy(item => item.Image.Label!).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        float Closeness(Recommendation item, ImageQuery query) =>
            System.Numerics.Tensors.TensorPrimitives.Dot(gallery.Gallery.Index[gallery.Position(item)], query.Embedding);
        Assert.All(after, item => Assert.Contains(likes, like => Closeness(item, like) >= Closeness(item, disliked)));
    }

    // Pictures of other kinds that have more in common with the dislike than their likes have are nearer to those likes all the same.
    [Fact]
    public void Recommend_OneDislike_LeavesAllThatIsAsNearToALike()
    {
        using var gallery = new SmallGallery(labels: 6, imagesPerLabel: 40);
        var options = new RecommendationOptions { Count = 18 };
        float Closeness(Recommendation item, ImageQuery query) =>
            System.Numerics.Tensors.TensorPrimitives.Dot(gallery.Gallery.Index[gallery.Position(item)], query.Embedding);
        for (var first = 0; first < 30; first++)
        {
            ImageQuery[] likes = [gallery.Query(first), gallery.Query(first + 40), gallery.Query(first + 80)];
            var disliked = gallery.Query(first + 45);

            var before = gallery.Gallery.Recommend(Profile.Of(likes), options).Items;
            var after = gallery.Gallery.Recommend(Profile.Of(likes, [disliked]), options).Items;

            Assert.Subset(
                after.Select(item => item.Image.Path).ToHashSet(),
                before.Where(item => item.Image.Path != disliked.Name)
                    .Where(item => likes.Max(like => Closeness(item, like)) >= Closeness(item, disliked))
                    .Select(item => item.Image.Path).ToHashSet());
        }
    }

    [Fact]
    public void Recommend_Labels_HoldWhileSearching()
    {
        using var gallery = new SmallGallery(labels: 4, imagesPerLabel: 30);

        var list = gallery.Gallery.Recommend(Profile.Of([gallery.Query(0)]), new RecommendationOptions { Count = 25, Labels = ["label3"] });

        Assert.Equal(25, list.Items.Count);
        Assert.All(list.Items, item => Assert.Equal("label3", item.Image.Label));
    }

    [Fact]
    public void Recommend_GroupsOfCopies_TakeOnePlaceEach()
    {
        // Twenty copies of everything: far more than the first search for candidates brings.
        using var gallery = new SmallGallery(labels: 2, imagesPerLabel: 400, copyGroup: image => image / 20);

        var list = gallery.Gallery.Recommend(Profile.Of([gallery.Query(0)]), new RecommendationOptions { Count = 30 });

        var groups = list.Items.Select(item => gallery.Position(item) / 20).ToList();
        Assert.Equal(30, groups.Distinct().Count());
        Assert.DoesNotContain(0, groups);
    }

    [Theory]
    [InlineData(Strategy.Tastes)]
    [InlineData(Strategy.Best)]
    [InlineData(Strategy.Average)]
    public void Recommend_Variants_TakeOnePlaceWithTheOthersBehind(Strategy strategy)
    {
        using var gallery = new SmallGallery(labels: 2, imagesPerLabel: 400, variantGroup: image => image / 20);
        var options = new RecommendationOptions { Count = 30, Strategy = strategy };

        var list = gallery.Gallery.Recommend(Profile.Of([gallery.Query(0)]), options);

        // Another color of what is liked is no near-duplicate: it is there, once, and what is liked does not stand behind it.
        Assert.Equal(30, list.Items.Select(item => gallery.Position(item) / 20).Distinct().Count());
        Assert.All(list.Items, item =>
        {
            var (position, group) = (gallery.Position(item), gallery.Position(item) / 20);
            Assert.Equal(
                Enumerable.Range(group * 20, 20).Where(other => other != position && other != 0), gallery.Positions(item.Variants));
            Assert.Empty(item.NearDuplicates);
        });
        Assert.Contains(list.Items, item => gallery.Position(item) / 20 == 0);
    }

    [Theory]
    [InlineData(Strategy.Tastes)]
    [InlineData(Strategy.Best)]
    [InlineData(Strategy.Average)]
    public void Recommend_ChainOfVariants_IsNoGroup(Strategy strategy)
    {
        using var gallery = new SmallGallery(
            labels: 1, imagesPerLabel: 60, variants: [.. Enumerable.Range(0, 50).Select(i => (i, i + 1, 0.6f))]);

        var list = gallery.Gallery.Recommend(
            Profile.Of([gallery.Query(59)]), new RecommendationOptions { Count = 20, Strategy = strategy });

        // The list is full, none is a variant of another, and behind each are its own alone.
        Assert.Equal(20, list.Items.Count);
        int[] chain = [.. list.Items.Select(gallery.Position).Where(position => position <= 50).Order()];
        Assert.All(chain.Zip(chain.Skip(1)), pair => Assert.True(pair.Second - pair.First > 1));
        Assert.All(list.Items.Where(item => gallery.Position(item) <= 50), item => Assert.All(
            gallery.Positions(item.Variants), other => Assert.Equal(1, Math.Abs(other - gallery.Position(item)))));
        Assert.Contains(list.Items, item => item.Variants.Count == 2);
    }

    [Fact]
    public void Recommend_EveryVariant_HasItsOwnPlace()
    {
        using var gallery = new SmallGallery(
            labels: 1, imagesPerLabel: 60, copyGroup: image => image / 2, variantGroup: image => image / 6);

        var list = gallery.Gallery.Recommend(
            Profile.Of([gallery.Query(0)]), new RecommendationOptions { Count = 60, Variants = VariantPlaces.All });

        // Near-duplicates never have more than one.
        Assert.Equal(29, list.Items.Count);
        Assert.Equal(29, list.Items.Select(item => gallery.Position(item) / 2).Distinct().Count());
        Assert.All(list.Items, item =>
        {
            Assert.Empty(item.Variants);
            Assert.Equal([gallery.Position(item) ^ 1], gallery.Positions(item.NearDuplicates));
        });
    }

    [Fact]
    public void Recommend_NothingLiked_ShowsAThingOnce()
    {
        using var gallery = new SmallGallery(labels: 2, imagesPerLabel: 40, variantGroup: image => image / 8);

        var list = gallery.Gallery.Recommend(new Profile(), new RecommendationOptions { Count = 50 });

        Assert.Equal(Enumerable.Range(0, 10), list.Items.Select(item => gallery.Position(item) / 8).Order());
        Assert.All(list.Items, item => Assert.Equal(7, item.Variants.Count));
    }

    [Fact]
    public void Recommend_VariantsOfOtherLabels_StandBehindNothing()
    {
        using var gallery = new SmallGallery(labels: 4, imagesPerLabel: 30, variantGroup: image => image % 30);

        var list = gallery.Gallery.Recommend(
            Profile.Of([gallery.Query(0)]), new RecommendationOptions { Count = 25, Labels = ["label1", "label3"] });

        Assert.Equal(25, list.Items.Count);
        Assert.All(list.Items, item => Assert.NotEqual(item.Image.Label, item.Variants[0].Label));
        Assert.All(list.Items, item => Assert.Matches("label[13]", item.Variants[0].Label));
        Assert.All(list.Items, item => Assert.Single(item.Variants));
    }

    [Fact]
    public void Recommend_Diversity_ChoosesLessAlike()
    {
        using var gallery = new SmallGallery(labels: 1, imagesPerLabel: 200);
        double Alike(double diversity)
        {
            var options = new RecommendationOptions { Diversity = diversity };
            var items = gallery.Gallery.Recommend(Profile.Of([gallery.Query(0)]), options).Items;
            return 1 - Kindred.Evaluation.Users.ListDiversity.Of(gallery.Gallery.Index, [.. items.Select(gallery.Position)]);
        }

        Assert.True(Alike(0) > Alike(0.5) + 0.01);
        Assert.True(Alike(0.5) >= Alike(1));
    }

    [Fact]
    public void Recommend_Euclidean_NearestToTheLikeComesFirst()
    {
        using var gallery = new SmallGallery(labels: 3, imagesPerLabel: 20, metric: Metric.Euclidean);

        var list = gallery.Gallery.Recommend(Profile.Of([gallery.Query(5)]));

        Assert.Equal(gallery.Gallery.Similar(gallery.Query(5), 10).Select(found => found.Image), list.Items.Select(item => item.Image));
    }

    [Theory]
    [InlineData(Strategy.Tastes, 0)]
    [InlineData(Strategy.Tastes, 0.7)]
    [InlineData(Strategy.Best, 0.7)]
    [InlineData(Strategy.Average, 0)]
    public void Recommend_Confidence_NeverRisesWithinATaste(Strategy strategy, double diversity)
    {
        using var gallery = new SmallGallery(labels: 5, imagesPerLabel: 30);
        var profile = Profile.Of([gallery.Query(0), gallery.Query(1), gallery.Query(40), gallery.Query(100)]) with
        {
            Dislikes = [gallery.Query(60), gallery.Query(45)],
        };

        var list = gallery.Gallery.Recommend(profile, new RecommendationOptions
        {
            Count = 20,
            Strategy = strategy,
            Diversity = diversity,
        });

        Assert.All(list.Items, item => Assert.InRange(item.Confidence!.Value, 0, 1));
        foreach (var row in list.Items.GroupBy(item => strategy == Strategy.Best ? 0 : item.Taste))
            Assert.Equal(row.Select(item => item.Confidence).OrderDescending(), row.Select(item => item.Confidence));
    }

    [Fact]
    public void Similar_Confidence_FollowsTheGallery()
    {
        using var gallery = new SmallGallery(labels: 5, imagesPerLabel: 30);

        // Nobody said what belongs together: a half is the score of the tenth neighbor in the middle of the gallery.
        var below = Enumerable.Range(0, gallery.Count)
            .Count(image => gallery.Gallery.Similar(gallery.Query(image), 10)[^1].Confidence < 0.5);
        Assert.InRange(below, gallery.Count * 0.4, gallery.Count * 0.6);
    }

    [Fact]
    public void Recommend_NothingLiked_ShowsAllKinds()
    {
        using var gallery = new SmallGallery(labels: 5, imagesPerLabel: 40);
        RecommendationList Recommend(int seed) =>
            gallery.Gallery.Recommend(new Profile(), new RecommendationOptions { Count = 10, Seed = seed });
        string?[] Labels(int seed) => [.. Recommend(seed).Items.Select(item => item.Image.Label)];
        string[] Paths(int seed) => [.. Recommend(seed).Items.Select(item => item.Image.Path)];

        Assert.Equal(5, Labels(1).Distinct().Count());
        Assert.Equal(Paths(1), Paths(1));
        Assert.NotEqual(Paths(1), Paths(2));
    }

    [Fact]
    public void Recommend_NothingLiked_LeavesOutWhatWasSeenAndFilters()
    {
        using var gallery = new SmallGallery(labels: 2, imagesPerLabel: 10);
        var profile = new Profile { Seen = [gallery.Gallery.Images[3].Content], Dislikes = [gallery.Query(4)] };

        var list = gallery.Gallery.Recommend(profile, new RecommendationOptions { Count = 50, Labels = ["label0"] });

        Assert.Equal(8, list.Items.Count);
        Assert.DoesNotContain(list.Items, item => gallery.Position(item) is 3 or 4);
    }
}
