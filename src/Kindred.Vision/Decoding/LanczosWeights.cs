namespace Kindred.Vision.Decoding;

/// <summary>
/// One axis of a Lanczos-3 reduction: which source samples make up each target sample, and how much of each.
/// Sample centers are at half pixels and the ends are repeated outwards, as in libvips.
/// </summary>
/// <remarks>C. E. Duchon, "Lanczos filtering in one and two dimensions", Journal of Applied Meteorology 18, 1979.</remarks>
internal sealed class LanczosWeights
{
    private const int Lobes = 3;
    private const int StepsPerLobe = 1024;

    // Sines for every sample of every picture would take as long as applying them.
    private static readonly float[] Kernel = [.. Enumerable.Range(0, (Lobes * StepsPerLobe) + 2).Select(Lanczos)];

    private readonly float[] _weights;
    private readonly int[] _first;

    /// <summary>Computes the weights.</summary>
    /// <param name="source">Samples there are.</param>
    /// <param name="target">Samples wanted, no more than <paramref name="source"/>.</param>
    public LanczosWeights(int source, int target)
    {
        var scale = (double)source / target;
        Taps = Math.Min((2 * (int)Math.Ceiling(Lobes * scale)) + 1, source);
        _weights = new float[target * Taps];
        _first = new int[target];
        var steps = StepsPerLobe / scale;
        for (var i = 0; i < target; i++)
        {
            var center = ((i + 0.5) * scale) - 0.5;
            var from = (int)Math.Ceiling(center - (Lobes * scale));
            var to = (int)Math.Floor(center + (Lobes * scale));
            _first[i] = Math.Clamp(from, 0, source - Taps);
            var weights = _weights.AsSpan(i * Taps, Taps);
            var sum = 0f;
            for (var j = from; j <= to; j++)
            {
                var weight = Kernel[(int)(Math.Abs(j - center) * steps + 0.5)];
                weights[Math.Clamp(j, 0, source - 1) - _first[i]] += weight;
                sum += weight;
            }

            foreach (ref var weight in weights)
                weight /= sum;
        }
    }

    /// <summary>Source samples per target sample.</summary>
    public int Taps { get; }

    /// <summary>The first source sample of a target sample; the others follow it.</summary>
    public int First(int target) => _first[target];

    /// <summary>The weights of a target sample's source samples, <see cref="Taps"/> of them; they sum to 1.</summary>
    public ReadOnlySpan<float> Of(int target) => _weights.AsSpan(target * Taps, Taps);

    private static float Lanczos(int step)
    {
        var x = Math.PI * step / StepsPerLobe;
        return step == 0 ? 1 : step >= Lobes * StepsPerLobe ? 0 : (float)(Lobes * Math.Sin(x) * Math.Sin(x / Lobes) / (x * x));
    }
}
