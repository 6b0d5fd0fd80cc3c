using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;

namespace Kindred.Tastes;

/// <summary>
/// An even sample of a gallery's embeddings, which tells what is near in this gallery and what is far. Its answers do not depend on the
/// size of the gallery: they are about shares of it. Safe to use from several threads.
/// </summary>
internal sealed class GallerySample : IDisposable
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

    private readonly AlignedMatrix _images;
    private readonly float[] _squares;

    /// <summary>Takes the sample.</summary>
    /// <param name="images">How many images the gallery has, at least 1.</param>
    /// <param name="embeddingOf">The embedding of each, by its position.</param>
    public GallerySample(int images, Func<int, float[]> embeddingOf)
    {
        // One image by chance from each of as many equal parts: equal steps could meet the same kind over and over.
        var count = Math.Min(images, Size);
        var random = new Random(1);
        _images = new AlignedMatrix(embeddingOf(0).Length, count);
        _squares = new float[count];
        for (var i = 0; i < count; i++)
        {
            _images.Add(embeddingOf((int)((i + random.NextDouble()) * images / count)));
            _squares[i] = TensorPrimitives.SumOfSquares<float>(_images[i]);
        }
    }

    /// <summary>The price of <see cref="TasteGrouping.Group(IReadOnlyList{float[]}, double)"/> for likes in this gallery.</summary>
    /// <param name="likes">At least one embedding, all of one length.</param>
    public double PriceOf(IReadOnlyList<float[]> likes)
    {
        var count = Math.Min(likes.Count, MostLikes);
        using var distances = SquaredDistances(
            [.. Enumerable.Range(0, count).Select(i => likes[(int)((long)i * likes.Count / count)])]);
        return Enumerable.Range(0, count).Average(like =>
        {
            // Rounded up: a like that is in the sample itself is not its own neighbor.
            double near = Quantile(distances[like], Near), far = Quantile(distances[like], Far);
            return (far + (Way * (near - far))) / 2;
        });
    }

    /// <summary>For each embedding the distance that half of the gallery is within.</summary>
    /// <param name="embeddings">In the gallery's space; at least one.</param>
    public double[] FarFrom(IReadOnlyList<float[]> embeddings)
    {
        using var distances = SquaredDistances(embeddings);
        return [.. Enumerable.Range(0, embeddings.Count).Select(row => Math.Sqrt(Quantile(distances[row], Far)))];
    }

    /// <inheritdoc/>
    public void Dispose() => _images.Dispose();

    /// <summary>From every embedding to every image of the sample, an embedding a row.</summary>
    private unsafe AlignedMatrix SquaredDistances(IReadOnlyList<float[]> embeddings)
    {
        using var points = new AlignedMatrix(_images.Columns, embeddings.Count);
        foreach (var embedding in embeddings)
            points.Add(embedding);
        var distances = new AlignedMatrix(_images.Rows, points.Rows);
        distances.AddRows(points.Rows);
        DotProducts.Block(
            points.RowPointer(0), points.Rows, _images.RowPointer(0), _images.Rows, points.Stride, distances.RowPointer(0),
            distances.Stride);
        for (var row = 0; row < points.Rows; row++)
        {
            // |a − b|² = |a|² − 2ab + |b|², which rounding may leave below 0.
            TensorPrimitives.MultiplyAdd(distances[row], -2, _squares, distances[row]);
            TensorPrimitives.Add(distances[row], TensorPrimitives.SumOfSquares<float>(points[row]), distances[row]);
            TensorPrimitives.Max(distances[row], 0, distances[row]);
        }

        return distances;
    }

    /// <summary>The number, none of which is below 0, that would stand where a share of them ends if they were in order.</summary>
    private static float Quantile(ReadOnlySpan<float> numbers, double share)
    {
        // From 0 on, floats are in the order of their bits. Counting all of them thirty times takes less than putting them in order.
        var bits = MemoryMarshal.Cast<float, int>(numbers);
        var place = (int)Math.Ceiling((numbers.Length - 1) * share);
        var (least, most) = (0, BitConverter.SingleToInt32Bits(float.PositiveInfinity));
        while (least < most)
        {
            var middle = least + ((most - least) / 2);
            if (CountUpTo(bits, middle) > place)
                most = middle;
            else
                least = middle + 1;
        }

        return BitConverter.Int32BitsToSingle(least);
    }

    private static int CountUpTo(ReadOnlySpan<int> numbers, int most)
    {
        var counts = Vector<int>.Zero;
        var i = 0;
        for (; i + Vector<int>.Count <= numbers.Length; i += Vector<int>.Count)
            counts -= Vector.LessThanOrEqual(new Vector<int>(numbers[i..]), new Vector<int>(most));
        var count = Vector.Sum(counts);
        for (; i < numbers.Length; i++)
            count += numbers[i] <= most ? 1 : 0;
        return count;
    }
}
