using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Kindred.Search.Quantization;

/// <summary>
/// A query as <see cref="ScalarQuantizer.EncodeQuery"/> leaves it: 16-bit steps, and what a step is worth. To be used again for the next
/// query by the same thread; not safe for writing from several.
/// </summary>
internal sealed unsafe class EncodedQuery : IDisposable
{
    /// <summary>A step has this magnitude at most.</summary>
    private const float MostStep = short.MaxValue;

    /// <summary>
    /// All magnitudes together: a sum over codes stays below 128 times as much, and 2³¹ / 128 is 16.8 million. The difference is for
    /// rounding, half a step for each of up to a million dimensions.
    /// </summary>
    private const float MostSteps = 16_000_000;

    private readonly float[] _weights;
    private short* _steps;

    /// <summary>Makes room for queries of a length.</summary>
    public EncodedQuery(int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        Dimensions = dimensions;
        _weights = new float[dimensions];
        var stride = (dimensions + ScalarQuantizer.Lane - 1) / ScalarQuantizer.Lane * ScalarQuantizer.Lane;
        var bytes = (nuint)stride * sizeof(short);
        _steps = (short*)NativeMemory.AlignedAlloc(bytes, ScalarQuantizer.Lane);
        NativeMemory.Clear(_steps, bytes);
    }

    ~EncodedQuery() => NativeMemory.AlignedFree(_steps);

    /// <summary>Length of the query.</summary>
    public int Dimensions { get; }

    /// <summary>What the dot product of <see cref="Steps"/> with a code is multiplied by.</summary>
    public float Scale { get; private set; }

    /// <summary>The query in steps, padded with zeros as codes are.</summary>
    public short* Steps
    {
        get
        {
            ObjectDisposedException.ThrowIf(_steps is null, this);
            return _steps;
        }
    }

    /// <summary>
    /// The first step that is multiplied, a multiple of <see cref="ScalarQuantizer.Lane"/>: all before it are 0. A query about the
    /// last part of the rows alone has nothing in the first, and those bytes of the codes need not be read.
    /// </summary>
    public int Start { get; private set; }

    /// <summary>How many steps are multiplied, such a multiple too: all behind them are 0. A query of zeros has none.</summary>
    public int Length { get; private set; }

    /// <summary>Rounds the query weighted by the scales of the codes.</summary>
    public void Round(ReadOnlySpan<float> query, ReadOnlySpan<float> scales)
    {
        TensorPrimitives.Multiply(query, scales, _weights);
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<float>(_weights));
        var factor = Math.Min(MostStep / largest, MostSteps / TensorPrimitives.SumOfMagnitudes<float>(_weights));
        // A query of zeros, or so near to that as makes no difference, has no direction.
        if (!float.IsFinite(factor))
            factor = 0;
        Scale = factor > 0 ? 1 / factor : 0;
        var steps = Steps;
        for (var i = 0; i < _weights.Length; i++)
            steps[i] = (short)MathF.Round(_weights[i] * factor);

        var rounded = new ReadOnlySpan<short>(steps, _weights.Length);
        const int lane = ScalarQuantizer.Lane;
        Start = Math.Max(0, rounded.IndexOfAnyExcept((short)0)) / lane * lane;
        Length = (rounded.LastIndexOfAnyExcept((short)0) - Start + lane) / lane * lane;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_steps);
        _steps = null;
        GC.SuppressFinalize(this);
    }
}
