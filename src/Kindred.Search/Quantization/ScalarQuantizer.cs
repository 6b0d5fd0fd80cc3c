using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;

namespace Kindred.Search.Quantization;

/// <summary>
/// Rounds each number of a vector to a byte: <c>x_d ≈ scale_d · c_d</c> with <c>c_d</c> in [-127, 127]. Every dimension has its own
/// scale, since the spread of a principal component may be a hundredth of another's. Never changes, so any thread may use it.
/// </summary>
internal sealed unsafe class ScalarQuantizer
{
    /// <summary>Bytes to which codes are padded with zeros, and the width of a register in the kernels.</summary>
    public const int Lane = 64;

    private const float MostCode = 127;

    /// <summary>
    /// Vectors fit as long as no number lies half as far again outside the range: so few are clamped that it does not matter.
    /// </summary>
    private const float MostFitting = 1.5f * MostCode;

    /// <summary>In place of 1 / 0: what is not 0 in a dimension where all others were does not fit, and still decodes to 0.</summary>
    private const float InverseOfZero = 1e30f;

    private readonly float[] _scales;
    private readonly float[] _inverses;

    /// <summary>Takes scales that were fitted before, one a dimension; 0 for a dimension that is always 0.</summary>
    /// <exception cref="ArgumentException">There are none, or one is negative or not finite.</exception>
    public ScalarQuantizer(ReadOnlySpan<float> scales)
    {
        if (scales.IsEmpty)
            throw new ArgumentException("There has to be a scale.", nameof(scales));

        Dimensions = scales.Length;
        Stride = StrideOf(Dimensions);
        _scales = new float[Stride];
        _inverses = new float[Stride];
        for (var i = 0; i < Dimensions; i++)
        {
            if (!float.IsFinite(scales[i]) || scales[i] < 0)
                throw new ArgumentException($"A scale is not {scales[i]}.", nameof(scales));
            var inverse = 1 / scales[i];
            // What is too small to be divided by is taken for 0.
            _scales[i] = float.IsFinite(inverse) ? scales[i] : 0;
            _inverses[i] = float.IsFinite(inverse) ? inverse : InverseOfZero;
        }
    }

    /// <summary>Length of the vectors.</summary>
    public int Dimensions { get; }

    /// <summary>Bytes of a code: <see cref="Dimensions"/> rounded up to <see cref="Lane"/>.</summary>
    public int Stride { get; }

    /// <summary>What a step of a code is worth, for each dimension.</summary>
    public ReadOnlySpan<float> Scales => _scales.AsSpan(0, Dimensions);

    /// <summary>Bytes of a code of so many dimensions.</summary>
    public static int StrideOf(int dimensions) => (dimensions + Lane - 1) / Lane * Lane;

    /// <summary>
    /// Fits the scales to the vectors there are, on all cores: the largest magnitude of each dimension becomes 127. Infinite numbers are
    /// passed over.
    /// </summary>
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

    /// <summary>Rounds a vector to the nearest code; what lies outside the fitted range is clamped to it.</summary>
    /// <param name="row">Padded with zeros to a multiple of <see cref="AlignedMatrix.Lane"/>.</param>
    /// <param name="code">Room for <see cref="Stride"/> bytes that are 0 past <see cref="Dimensions"/>.</param>
    /// <returns>
    /// Whether it fits: <see langword="false"/> where a number lies so far outside the range that the scales had better be fitted again.
    /// </returns>
    public bool Encode(float* row, sbyte* code)
    {
        var largest = Vector128<float>.Zero;
        fixed (float* inverses = _inverses)
        {
            for (var i = 0; i < Dimensions; i += AlignedMatrix.Lane)
            {
                var a = Vector128.Load(row + i) * Vector128.Load(inverses + i);
                var b = Vector128.Load(row + i + 4) * Vector128.Load(inverses + i + 4);
                var c = Vector128.Load(row + i + 8) * Vector128.Load(inverses + i + 8);
                var d = Vector128.Load(row + i + 12) * Vector128.Load(inverses + i + 12);
                largest = Vector128.Max(largest, Vector128.Max(
                    Vector128.Max(Vector128.Abs(a), Vector128.Abs(b)), Vector128.Max(Vector128.Abs(c), Vector128.Abs(d))));
                Vector128.Store(Vector128.Narrow(Vector128.Narrow(Steps(a), Steps(b)), Vector128.Narrow(Steps(c), Steps(d))), code + i);
            }
        }

        return !Vector128.GreaterThanAny(largest, Vector128.Create(MostFitting));
    }

    /// <summary>Half the squared length of the vector that a code stands for.</summary>
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

    /// <summary>Writes the vector that a code stands for.</summary>
    /// <param name="code">Of <see cref="Dimensions"/> bytes at least.</param>
    /// <param name="vector">Of length <see cref="Dimensions"/>.</param>
    public void Decode(sbyte* code, Span<float> vector)
    {
        for (var i = 0; i < Dimensions; i++)
            vector[i] = _scales[i] * code[i];
    }

    /// <summary>
    /// Makes a query comparable with codes: <c>q·x ≈ Σ (q_d · scale_d) · c_d</c>, and the products in brackets are rounded to 16 bits
    /// with one scale for all. They are kept so small in sum that no 32-bit sum over codes can overflow.
    /// </summary>
    /// <exception cref="ArgumentException">The query or the room for it is not of length <see cref="Dimensions"/>.</exception>
    public void EncodeQuery(ReadOnlySpan<float> query, EncodedQuery encoded)
    {
        if (query.Length != Dimensions)
            throw new ArgumentException($"A query has {Dimensions} numbers here, not {query.Length}.", nameof(query));
        if (encoded.Dimensions != Dimensions)
            throw new ArgumentException($"A query has {Dimensions} numbers here, not {encoded.Dimensions}.", nameof(encoded));

        encoded.Round(query, Scales);
    }

    private static Vector128<int> Steps(Vector128<float> numbers) =>
        Vector128.ConvertToInt32(Vector128.Round(Vector128.Clamp(numbers, Vector128.Create(-MostCode), Vector128.Create(MostCode))));

    private static Vector128<float> Squares(Vector128<short> steps, float* scales)
    {
        var (low, high) = Vector128.Widen(steps);
        var first = Vector128.ConvertToSingle(low) * Vector128.Load(scales);
        var second = Vector128.ConvertToSingle(high) * Vector128.Load(scales + 4);
        return (first * first) + (second * second);
    }
}
