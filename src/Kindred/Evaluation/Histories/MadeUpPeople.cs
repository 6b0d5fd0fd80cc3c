using System.Numerics.Tensors;

namespace Kindred.Evaluation.Histories;

/// <summary>
/// Draws people and what they like, for tests and documents. A picture has a place in the world: by its looks, by something hidden
/// (clusters that are drawn), or by both. It has a popularity that is log-normal, so that few pictures get most likes. Somebody has one
/// to three pictures that they would like best, and is the closer to a picture the closer it is to one of these. They like the pictures
/// with the largest sums of closeness, popularity and chance (Gumbel noise: so each is chosen with a probability proportional to the
/// exponential of the sum, as in a multinomial logit), in any order. How many is log-normal, too.
/// </summary>
internal static class MadeUpPeople
{
    /// <summary>What a standard deviation of closeness adds to the logarithm of the odds of a like.</summary>
    private const double Taste = 2;

    /// <summary>Standard deviation of the logarithm of popularity.</summary>
    private const double PopularitySpread = 1.3;

    /// <summary>Standard deviation of the logarithm of the number of likes.</summary>
    private const double LikesSpread = 0.85;

    private const int Clusters = 40;
    private const int HiddenDimensions = 16;
    private const int LeastLikes = 3;

    /// <summary>Draws people.</summary>
    /// <param name="world">What they choose by.</param>
    /// <param name="looks">What each picture looks like: vectors of length 1.</param>
    /// <param name="people">How many.</param>
    /// <param name="likes">How many likes each has on average.</param>
    /// <param name="seed">The same seed draws the same people.</param>
    /// <returns>For each person the pictures they like, oldest first.</returns>
    public static int[][] Draw(MadeUpWorld world, IReadOnlyList<float[]> looks, int people, double likes, int seed)
    {
        var random = new Random(seed);
        var popularity = looks.Select(_ => PopularitySpread * Normal(random)).ToArray();
        var hidden = Hidden(looks.Count, random);
        float[][] places = world switch
        {
            MadeUpWorld.Looks => [.. looks],
            MadeUpWorld.Hidden => hidden,
            // Both have length 1, so that each counts half.
            _ => [.. looks.Zip(hidden, (look, other) => (float[])[.. look, .. other])],
        };
        var result = new int[people][];
        for (var person = 0; person < people; person++)
        {
            int[] centers = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(places.Length))];
            double[] closeness = [.. places.Select(place => (double)centers.Max(center => TensorPrimitives.Dot(places[center], place)))];
            var mean = closeness.Average();
            var spread = Math.Sqrt(closeness.Average(value => (value - mean) * (value - mean)));
            double[] worth =
        [
            .. closeness.Select((value, picture) => (Taste * (value - mean) / spread) + popularity[picture] + Gumbel(random)),
        ];
            var expected = Math.Log(likes) - (LikesSpread * LikesSpread / 2);
            var count = Math.Clamp((int)Math.Round(Math.Exp(expected + (LikesSpread * Normal(random)))), LeastLikes, looks.Count / 4);
            int[] own = [.. Enumerable.Range(0, worth.Length).OrderByDescending(picture => worth[picture]).Take(count)];
            random.Shuffle(own);
            result[person] = own;
        }

        return result;
    }

    /// <summary>Places that no picture shows: clusters, of vectors of length 1.</summary>
    private static float[][] Hidden(int pictures, Random random)
    {
        float[] Point(double size) => [.. Enumerable.Range(0, HiddenDimensions).Select(_ => (float)(size * Normal(random)))];
        float[][] centers = [.. Enumerable.Range(0, Clusters).Select(_ => Point(1))];
        return
        [
            .. Enumerable.Range(0, pictures).Select(_ =>
            {
                var place = Point(0.6);
                TensorPrimitives.Add(place, centers[random.Next(Clusters)], place);
                TensorPrimitives.Divide(place, TensorPrimitives.Norm<float>(place), place);
                return place;
            }),
        ];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Gumbel(Random random) => -Math.Log(-Math.Log(1 - random.NextDouble() + 1e-300) + 1e-300);
}
