using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Search.Vectors;

namespace Kindred.Search.Flat;

/// <summary>Passes over products sixteen at a time, and stops only at those that may be among the nearest.</summary>
internal static unsafe class Selection
{
    /// <summary>Offers every row of a line of products to one query's heap.</summary>
    /// <param name="products">The query's products with rows of a table; read to a whole multiple of sixteen.</param>
    /// <param name="biases">What is taken off each product, read as far.</param>
    /// <param name="count">How many products there are.</param>
    /// <param name="first">The id of the first row.</param>
    /// <param name="found">The query's heap.</param>
    /// <param name="query">The query's own id, which is left out, or -1.</param>
    /// <param name="include">Whether the second id may be found for the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfferLine(
        float* products, float* biases, int count, int first, NearestNeighbors found, int query, Func<int, int, bool>? include)
    {
        var threshold = found.Threshold;
        for (var j = 0; j < count; j += 16)
        {
            var closeness = Vector512.Load(products + j) - Vector512.Load(biases + j);
            var near = Vector512.GreaterThanOrEqual(closeness, Vector512.Create(threshold)).ExtractMostSignificantBits();
            if (near != 0)
                threshold = OfferNear(near & Lanes(count - j), closeness, first + j, found, query, include);
        }
    }

    /// <summary>The lanes, a bit each, of which there are <paramref name="count"/> left.</summary>
    public static ulong Lanes(int count) => count < 16 ? (1UL << count) - 1 : ulong.MaxValue;

    private static float OfferNear(
        ulong near, Vector512<float> closeness, int first, NearestNeighbors found, int query, Func<int, int, bool>? include)
    {
        for (; near != 0; near &= near - 1)
        {
            var lane = BitOperations.TrailingZeroCount(near);
            var id = first + lane;
            if (id != query && closeness[lane] >= found.Threshold && include?.Invoke(query, id) != false)
                found.Offer(id, closeness[lane]);
        }

        return found.Threshold;
    }
}
