using Kindred.Galleries;
using Kindred.Images;
using Kindred.Recommendations;
using Kindred.Search;

namespace Kindred.Evaluation.Users;

/// <summary>A way to recommend that is judged: Kindred's strategies, and what they are measured against.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Recommend">From a gallery, liked positions (the last one last) and a length to recommended positions, best first.</param>
internal sealed record RecommendationMethod(string Name, Func<Gallery, int[], int, int[]> Recommend)
{
    /// <summary>Kindred's default with variety at a half.</summary>
    public const string Diverse = "tastes, diversity 0.5";

    /// <summary>All ways.</summary>
    /// <param name="raw">Raw embeddings, for the way of 2019; <see langword="null"/> to leave that out.</param>
    /// <param name="seed">Seed of the random lists.</param>
    public static IReadOnlyList<RecommendationMethod> All(FlatIndex? raw, int seed)
    {
        var methods = new List<RecommendationMethod>
        {
            ByStrategy("tastes", Strategy.Tastes, 0),
            ByStrategy(Diverse, Strategy.Tastes, 0.5),
            ByStrategy("best", Strategy.Best, 0),
            ByStrategy("average", Strategy.Average, 0),
        };
        if (raw is not null)
        {
            methods.Add(new("2019", (_, likes, count) =>
                [.. raw.Search(raw[likes[^1]], count, id => !likes.Contains(id)).Select(found => found.Id)]));
        }

        methods.Add(new("random", (gallery, likes, count) => AtRandom(gallery.Images.Count, likes, count, seed)));
        return methods;
    }

    private static RecommendationMethod ByStrategy(string name, Strategy strategy, double diversity) => new(name, (gallery, likes, count) =>
    {
        var profile = Profile.Of(likes.Select(like => gallery.Query(gallery.Images[like])));
        var list = gallery.Recommend(profile, new RecommendationOptions { Strategy = strategy, Diversity = diversity, Count = count });
        return [.. list.Items.Select(item => gallery.PositionOf(item.Image))];
    });

    private static int[] AtRandom(int images, int[] likes, int count, int seed)
    {
        var random = new Random(likes.Aggregate(seed, (sum, like) => unchecked((sum * 31) + like)));
        int[] others = [.. Enumerable.Range(0, images).Where(id => !likes.Contains(id))];
        random.Shuffle(others);
        return others[..Math.Min(count, others.Length)];
    }
}
