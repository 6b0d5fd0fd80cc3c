using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Search.Hnsw;

/// <summary>Distances to rows of floats.</summary>
/// <param name="vectors">The rows.</param>
/// <param name="query">A padded row; of length 1 where the metric is the cosine.</param>
/// <param name="bias">Half the squared length of the query; ½ where the metric is the cosine.</param>
internal readonly unsafe struct ExactDistance(VectorTable vectors, float* query, float bias) : IRowDistance
{
    private const int FloatsPerLine = 16;

    /// <summary>More lines than this are fetched ahead by the processor itself.</summary>
    private const int MostLines = 16;

    private readonly float* _query = query;
    private readonly RowView _rows = vectors.View();
    private readonly bool _isCosine = vectors.Metric == Metric.Cosine;
    private readonly int _stride = vectors.Stride;

    public int Count => _rows.Capacity;

    /// <summary>Distances from a row of the table.</summary>
    public static ExactDistance From(VectorTable vectors, int id) => new(vectors, vectors.Row(id), SelfBias(vectors, id));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float To(int id) => Math.Max(0, bias + (_isCosine ? 0.5f : vectors.Bias(id)) - Dot(_query, (float*)_rows[id], _stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int id)
    {
        if (!Sse.IsSupported)
            return;
        var row = (float*)_rows[id];
        var lines = Math.Min(_stride / FloatsPerLine, MostLines);
        for (var line = 0; line < lines; line++)
            Sse.Prefetch0(row + (line * FloatsPerLine));
    }

    private static float SelfBias(VectorTable vectors, int id) => vectors.Metric == Metric.Cosine ? 0.5f : vectors.Bias(id);

    // Four sums at once: the processor can then add without waiting for the sum before.
    private static float Dot(float* a, float* b, int stride)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
            var k = 0;
            for (; k <= stride - 64; k += 64)
            {
                s0 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k), Vector512.LoadAligned(b + k), s0);
                s1 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k + 16), Vector512.LoadAligned(b + k + 16), s1);
                s2 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k + 32), Vector512.LoadAligned(b + k + 32), s2);
                s3 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k + 48), Vector512.LoadAligned(b + k + 48), s3);
            }

            for (; k < stride; k += 16)
                s0 = Vector512.FusedMultiplyAdd(Vector512.LoadAligned(a + k), Vector512.LoadAligned(b + k), s0);
            return Vector512.Sum((s0 + s1) + (s2 + s3));
        }

        Vector256<float> t0 = default, t1 = default, t2 = default, t3 = default;
        var i = 0;
        for (; i <= stride - 32; i += 32)
        {
            t0 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + i), Vector256.LoadAligned(b + i), t0);
            t1 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + i + 8), Vector256.LoadAligned(b + i + 8), t1);
            t2 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + i + 16), Vector256.LoadAligned(b + i + 16), t2);
            t3 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + i + 24), Vector256.LoadAligned(b + i + 24), t3);
        }

        for (; i < stride; i += 8)
            t0 = Vector256.FusedMultiplyAdd(Vector256.LoadAligned(a + i), Vector256.LoadAligned(b + i), t0);
        return Vector256.Sum((t0 + t1) + (t2 + t3));
    }
}
