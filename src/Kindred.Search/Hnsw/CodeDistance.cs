using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Kindred.Search.Memory;
using Kindred.Search.Quantization;

namespace Kindred.Search.Hnsw;

/// <summary>Distances to codes: those of the vectors that the codes stand for.</summary>
/// <param name="codes">The codes.</param>
/// <param name="query">The query, encoded for them.</param>
/// <param name="bias">Half the squared length of the query.</param>
internal readonly unsafe struct CodeDistance(CodeTable codes, EncodedQuery query, float bias) : IRowDistance
{
    private const int BytesPerLine = 64;

    /// <summary>More lines than this are fetched ahead by the processor itself.</summary>
    private const int MostLines = 8;

    private readonly RowView _rows = codes.View();
    private readonly RowView _biases = codes.ViewBiases();
    private readonly short* _steps = query.Steps + query.Start;
    private readonly float _scale = query.Scale;
    private readonly int _start = query.Start;
    private readonly int _length = query.Length;

    public int Count { get; } = codes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float To(int id)
    {
        var product = QuantizedProducts.One(_steps, (sbyte*)_rows[id] + _start, _length) * _scale;
        return Math.Max(0, bias + *(float*)_biases[id] - product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int id)
    {
        if (!Sse.IsSupported)
            return;
        Sse.Prefetch0(_biases[id]);
        var row = _rows[id] + _start;
        var lines = Math.Min(_length / BytesPerLine, MostLines);
        for (var line = 0; line < lines; line++)
            Sse.Prefetch0(row + (line * BytesPerLine));
    }
}
