using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;

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
    public float To(int id)
    {
        var biases = bias + (_isCosine ? 0.5f : vectors.Bias(id));
        return Math.Max(0, biases - DotProducts.One(_query, (float*)_rows[id], _stride));
    }

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
}
