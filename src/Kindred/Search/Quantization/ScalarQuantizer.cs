using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Kindred.Search.Quantization;

/// <summary>
/// Rounds each number of an embedding to a byte: <c>x_d ≈ scale_d · c_d</c> with <c>c_d</c> in [-127, 127]. Every dimension has its own
/// scale, since the spread of a principal component may be a hundredth of another's. Never changes, so any thread may use it.
/// </summary>
internal sealed unsafe class ScalarQuantizer
{
    /// <summary>Bytes to which codes are padded with zeros, and a vector's width in the kernels.</summary>
    public const int Lane = 64;

    private const float MostCode = 127;
    private readonly float[] _scales;
    private readonly float[] _inverses;

    /// <summary>Takes scales that were fitted before, one a dimension; 0 for a dimension that is always 0.</summary>
    /// <exception cref="ArgumentException">There are none, or one is negative or not finite.</exception>
    public ScalarQuantizer(ReadOnlySpan<float> scales)
    {
        if (scales.IsEmpty)
            throw new ArgumentException("There has to be a scale.", nameof(scales));

        Dimensions = scales.Length;
        Stride = (Dimensions + Lane - 1) / Lane * Lane;
        _scales = new float[Stride];
        _inverses = new float[Stride];
        for (var i = 0; i < Dimensions; i++)
        {
            if (!float.IsFinite(scales[i]) || scales[i] < 0)
                throw new ArgumentException($"A scale is not {scales[i]}.", nameof(scales));
            var inverse = 1 / scales[i];
            // What is too small to be divided by is taken for 0.
            if (!float.IsFinite(inverse))
                continue;
            _scales[i] = scales[i];
            _inverses[i] = inverse;
        }
    }

    /// <summary>Length of the embeddings.</summary>
    public int Dimensions { get; }

    /// <summary>Bytes of a code: <see cref="Dimensions"/> rounded up to <see cref="Lane"/>.</summary>
    public int Stride { get; }

    /// <summary>What a step of a code is worth, for each dimension.</summary>
    public ReadOnlySpan<float> Scales => _scales.AsSpan(0, Dimensions);

    /// <summary>Fits the scales to the embeddings there are, on all cores: the largest magnitude of each dimension becomes 127. Infinite numbers are passed over.</summary>
    public static ScalarQuantizer Fit(VectorTable vectors)
    {
        var count = vectors.Count;
        var largest = new float[vectors.Dimensions];
        var merging = new Lock();
        var blocks = (count + SegmentedRows.LeastSegmentRows - 1) / SegmentedRows.LeastSegmentRows;
        Parallel.For(
            0,
            blocks,
            () => new float[largest.Length],
            (block, _, magnitudes) =>
            {
                var first = block * SegmentedRows.LeastSegmentRows;
                for (var id = first; id < Math.Min(first + SegmentedRows.LeastSegmentRows, count); id++)
                    TensorPrimitives.MaxMagnitudeNumber(vectors[id], magnitudes, magnitudes);
                return magnitudes;
            },
            magnitudes =>
            {
                lock (merging)
                    TensorPrimitives.MaxMagnitudeNumber(magnitudes, largest, largest);
            });

        for (var i = 0; i < largest.Length; i++)
            largest[i] = float.IsFinite(largest[i]) ? Math.Abs(largest[i]) / MostCode : 0;
        return new ScalarQuantizer(largest);
    }

    /// <summary>Rounds an embedding to the nearest code; what lies outside the fitted range is clamped to it.</summary>
    /// <param name="row">Padded with zeros to a multiple of <see cref="AlignedMatrix.Lane"/>.</param>
    /// <param name="code">Room for <see cref="Stride"/> bytes that are 0 past <see cref="Dimensions"/>.</param>
    public void Encode(float* row, sbyte* code)
    {
        fixed (float* inverses = _inverses)
        {
            for (var i = 0; i < Dimensions; i += AlignedMatrix.Lane)
            {
                var low = Vector128.Narrow(Steps(row + i, inverses + i), Steps(row + i + 4, inverses + i + 4));
                var high = Vector128.Narrow(Steps(row + i + 8, inverses + i + 8), Steps(row + i + 12, inverses + i + 12));
                Vector128.Store(Vector128.Narrow(low, high), code + i);
            }
        }
    }

    /// <summary>Half the squared length of the embedding that a code stands for.</summary>
    public float HalfSquare(sbyte* code)
    {
        var sum = Vector128<float>.Zero;
        fixed (float* scales = _scales)
        {
            for (var i = 0; i < Dimensions; i += 16)
            {
                var (low, high) = Vector128.Widen(Vector128.Load(code + i));
                sum += Squares(low, scales + i) + Squares(high, scales + i + 8);
            }
        }

        return Vector128.Sum(sum) / 2;
    }

    /// <summary>Writes the embedding that a code stands for.</summary>
    /// <param name="code">Of <see cref="Dimensions"/> bytes at least.</param>
    /// <param name="embedding">Of length <see cref="Dimensions"/>.</param>
    public void Decode(sbyte* code, Span<float> embedding)
    {
        for (var i = 0; i < Dimensions; i++)
            embedding[i] = _scales[i] * code[i];
    }

    /// <summary>
    /// Makes a query comparable with codes: <c>q·x ≈ Σ (q_d · scale_d) · c_d</c>, and the products in brackets are rounded to 16 bits with
    /// one scale for all. They are kept so small in sum that no 32-bit sum over codes can overflow.
    /// </summary>
    /// <exception cref="ArgumentException">The query or the room for it is not of length <see cref="Dimensions"/>.</exception>
    public void EncodeQuery(ReadOnlySpan<float> query, EncodedQuery encoded)
    {
        if (query.Length != Dimensions || encoded.Dimensions != Dimensions)
            throw new ArgumentException($"A query has {Dimensions} numbers here, not {query.Length}, and its code not {encoded.Dimensions}.", nameof(query));

        encoded.Round(query, Scales);
    }

    private static Vector128<int> Steps(float* numbers, float* inverses) =>
        Vector128.ConvertToInt32(Vector128.Round(Vector128.Clamp(
            Vector128.Load(numbers) * Vector128.Load(inverses), Vector128.Create(-MostCode), Vector128.Create(MostCode))));

    private static Vector128<float> Squares(Vector128<short> steps, float* scales)
    {
        var (low, high) = Vector128.Widen(steps);
        var first = Vector128.ConvertToSingle(low) * Vector128.Load(scales);
        var second = Vector128.ConvertToSingle(high) * Vector128.Load(scales + 4);
        return (first * first) + (second * second);
    }
}
