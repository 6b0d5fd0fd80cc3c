using System.Numerics.Tensors;
using Kindred.Images;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>The local detail of a part of a picture, coarse, to find out how two pictures lie on each other. Immutable.</summary>
internal sealed class CoarseView
{
    /// <summary>Pixels along a side.</summary>
    public const int Side = Fingerprint.LumaSide / Shrink;

    private const int Shrink = 2;

    private float[]? _spreads;

    /// <summary>Takes a view.</summary>
    /// <param name="luma">The picture.</param>
    /// <param name="frame">The part of it.</param>
    public CoarseView(LumaThumbnail luma, Frame frame)
    {
        Frame = frame;
        Detail = (frame == Frame.Whole ? luma.Shrunk(Shrink) : luma.Shrunk(Shrink, frame)).Detail();
    }

    /// <summary>The part that it shows.</summary>
    public Frame Frame { get; }

    /// <summary>Its local detail.</summary>
    public LumaThumbnail Detail { get; }

    /// <summary>
    /// Root of the summed squares of that, without its mean, where others lie on it at each of <see cref="Placement.Starts"/>; infinite
    /// where it is plain there, so that nothing correlates with it.
    /// </summary>
    public ReadOnlySpan<float> Spreads => _spreads ??= SpreadsOf(Detail.Values);

    private static float[] SpreadsOf(ReadOnlySpan<float> values)
    {
        Span<float> squares = stackalloc float[Side * Side];
        TensorPrimitives.Multiply(values, values, squares);
        var spreads = new float[Placement.Starts.Count];
        for (var start = 0; start < spreads.Length; start++)
        {
            var overlap = StartSamples.Overlaps[start];
            var mean = TensorPrimitives.Dot(values, overlap.Mask) / overlap.Count;
            var variance = (TensorPrimitives.Dot(squares, overlap.Mask) / overlap.Count) - (mean * mean);
            spreads[start] = variance < Registration.LeastVariance ? float.PositiveInfinity : MathF.Sqrt(variance * overlap.Count);
        }

        return spreads;
    }
}
