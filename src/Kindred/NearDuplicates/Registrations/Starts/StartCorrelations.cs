using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations.Starts;

/// <summary>
/// How one picture correlates with many others where it is laid on them at each of <see cref="Placement.Starts"/>. What is read of it does
/// not depend on the other, so that it is read once for all of them, and multiplied with four at once. Its memory serves one picture after
/// another; not safe for several threads.
/// </summary>
internal sealed class StartCorrelations
{
    private const int Together = 4;
    private const int Size = CoarseView.Side * CoarseView.Side;
    private const int Stride = Size + RunReader.Lanes;

    private readonly StartReader _reader = new();
    private readonly float[] _samples = new float[StartReader.Room];
    private float[] _stills = [];
    private float[] _correlations = [];
    private int _starts;

    /// <summary>Lays a thumbnail on others.</summary>
    /// <param name="coarse">The thumbnail.</param>
    /// <param name="starts">From how many of the starts, the first ones.</param>
    /// <param name="stills">The others.</param>
    public void Take(LumaThumbnail coarse, int starts, IReadOnlyList<CoarseView> stills)
    {
        _starts = starts;
        var rows = (stills.Count + Together - 1) / Together * Together;
        if (_stills.Length < rows * Stride)
            _stills = new float[rows * Stride];
        if (_correlations.Length < rows * starts)
            _correlations = new float[rows * starts];
        for (var still = 0; still < stills.Count; still++)
            stills[still].Detail.Values.CopyTo(_stills.AsSpan(still * Stride));

        _reader.Turn(coarse);
        Span<float> products = stackalloc float[Together];
        for (var start = 0; start < starts; start++)
        {
            var samples = _reader.Read(start, _samples);
            for (var still = 0; still < stills.Count; still += Together)
            {
                Multiply(samples, still, products);
                for (var i = 0; i < Math.Min(Together, stills.Count - still); i++)
                {
                    var spreads = stills[still + i].Spreads;
                    _correlations[((still + i) * starts) + start] =
                        (products[i] - (samples.Mean * spreads.SumAt(start))) / (samples.Spread * spreads.SpreadAt(start));
                }
            }
        }
    }

    /// <summary>The correlations with one of the others, in [-1, 1]; one for each start.</summary>
    public ReadOnlySpan<float> With(int still) => _correlations.AsSpan(still * _starts, _starts);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(StartSamples samples, int still, Span<float> products)
    {
        ref var read = ref MemoryMarshal.GetArrayDataReference(_samples);
        ref var other = ref MemoryMarshal.GetReference(_stills.AsSpan((still * Stride) + samples.From, (3 * Stride) + samples.Length));
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (nuint i = 0; i < (nuint)samples.Length; i += RunReader.Lanes)
        {
            // Behind the last row the samples are 0.
            var sample = Vector512.LoadUnsafe(ref read, i);
            s0 = Vector512.MultiplyAddEstimate(sample, Vector512.LoadUnsafe(ref other, i), s0);
            s1 = Vector512.MultiplyAddEstimate(sample, Vector512.LoadUnsafe(ref other, i + Stride), s1);
            s2 = Vector512.MultiplyAddEstimate(sample, Vector512.LoadUnsafe(ref other, i + (2 * Stride)), s2);
            s3 = Vector512.MultiplyAddEstimate(sample, Vector512.LoadUnsafe(ref other, i + (3 * Stride)), s3);
        }

        (products[0], products[1], products[2], products[3]) =
            (Vector512.Sum(s0), Vector512.Sum(s1), Vector512.Sum(s2), Vector512.Sum(s3));
    }
}
