using Kindred.Galleries;
using Kindred.Images;
using Kindred.Recommendations;

namespace Kindred.Cli.Reports.Sections;

/// <summary>A made-up user with two tastes, and what two ways to recommend show them.</summary>
/// <param name="Tastes">Labels they like.</param>
/// <param name="Likes">Pictures they like.</param>
/// <param name="ByTastes">What is recommended taste by taste.</param>
/// <param name="ByAverage">What is recommended for the average of the likes.</param>
internal sealed record UserExample(
    IReadOnlyList<string> Tastes, IReadOnlyList<Image> Likes, IReadOnlyList<Image> ByTastes, IReadOnlyList<Image> ByAverage)
{
    private const int Users = 2;
    private const int LikesPerTaste = 3;

    /// <summary>Draws users, with other tastes for each where there are labels enough.</summary>
    /// <param name="gallery">The gallery, with at least two labels.</param>
    /// <param name="seed">The same seed draws the same users.</param>
    public static IReadOnlyList<UserExample> Draw(Gallery gallery, int seed)
    {
        var random = new Random(seed);
        IGrouping<string, Image>[] labels =
        [
            .. gallery.Images.Where(image => image.Label is not null)
                .GroupBy(image => image.Label!, StringComparer.Ordinal)
                .Where(label => label.Count() >= 2)
        ];
        random.Shuffle(labels);
        return [.. labels.Chunk(2).Where(pair => pair.Length == 2).Take(Users).Select(pair => Draw(gallery, pair, random))];
    }

    private static UserExample Draw(Gallery gallery, IGrouping<string, Image>[] tastes, Random random)
    {
        Image[] likes = [.. tastes.SelectMany(label =>
        {
            Image[] images = [.. label];
            random.Shuffle(images);
            return images.Take(Math.Min(LikesPerTaste, images.Length / 2));
        })];
        var profile = Profile.Of(likes.Select(gallery.Query));
        return new UserExample([.. tastes.Select(taste => taste.Key)], likes, List(Strategy.Tastes), List(Strategy.Average));

        IReadOnlyList<Image> List(Strategy strategy) =>
            [.. gallery.Recommend(profile, new RecommendationOptions { Strategy = strategy }).Items.Select(item => item.Image)];
    }
}
