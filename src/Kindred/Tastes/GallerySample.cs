using System.Numerics.Tensors;

namespace Kindred.Tastes;

/// <summary>
/// An even sample of a gallery's embeddings, which tells what is near in this gallery and what is far. Its answers do not depend on the
/// size of the gallery: they are about shares of it. Safe to use from several threads.
/// </summary>
internal sealed class GallerySample
{
    /// <summary>More images than this hardly move a quantile.</summary>
    private const int Size = 1000;

    /// <summary>Likes that are held against the sample; of more, an even selection.</summary>
    private const int MostLikes = 200;

    /// <summary>The share of the gallery that is nearest to a like.</summary>
    private const double Near = 0.01;

    /// <summary>Half of the gallery has nothing to do with a like.</summary>
    private const double Far = 0.5;

    /// <summary>Two likes are of one taste from two thirds of the way between what is far and what is near (docs/decisions/0015).</summary>
    private const double Way = 2.0 / 3;

    private readonly float[][] _images;

    /// <summary>Takes the sample.</summary>
    /// <param name="images">How many images the gallery has.</param>
    /// <param name="embeddingOf">The embedding of each, by its position.</param>
    public GallerySample(int images, Func<int, float[]> embeddingOf)
    {
        // One image by chance from each of as many equal parts: equal steps could meet the same kind over and over.
        var count = Math.Min(images, Size);
        var random = new Random(1);
        _images = [.. Enumerable.Range(0, count).Select(i => embeddingOf((int)((i + random.NextDouble()) * images / count)))];
    }

    /// <summary>The price of <see cref="TasteGrouping.Group(IReadOnlyList{float[]}, double)"/> for likes in this gallery.</summary>
    /// <param name="likes">At least one embedding, all of one length.</param>
    public double PriceOf(IReadOnlyList<float[]> likes)
    {
        var count = Math.Min(likes.Count, MostLikes);
        var prices = new double[count];
        Parallel.For(0, count, i => prices[i] = PriceOf(likes[(int)((long)i * likes.Count / count)]));
        return prices.Average();
    }

    /// <summary>The distance from an embedding that half of the gallery is within.</summary>
    /// <param name="embedding">In the gallery's space.</param>
    public double FarFrom(float[] embedding) => Math.Sqrt(Quantile(SquaredDistances(embedding), Far));

    private double PriceOf(float[] like)
    {
        var distances = SquaredDistances(like);
        // Rounded up: a like that is in the sample itself is not its own neighbor.
        double near = Quantile(distances, Near), far = Quantile(distances, Far);
        return (far + (Way * (near - far))) / 2;
    }

    /// <summary>From an embedding to every image of the sample, nearest first.</summary>
    private float[] SquaredDistances(float[] embedding)
    {
        var distances = new float[_images.Length];
        for (var i = 0; i < distances.Length; i++)
        {
            var distance = TensorPrimitives.Distance<float>(embedding, _images[i]);
            distances[i] = distance * distance;
        }

        Array.Sort(distances);
        return distances;
    }

    private static float Quantile(float[] sorted, double share) => sorted[(int)Math.Ceiling((sorted.Length - 1) * share)];
}
