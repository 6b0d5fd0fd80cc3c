namespace Kindred.Samples;

/// <summary>
/// Seeded chance (SplitMix64, Steele, Lea and Flood 2014). Its own generator rather than <see cref="Random"/>, so that a seed draws
/// the same gallery under every version of .NET.
/// </summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Dice for one picture of a gallery: no two pictures share a sequence, whatever the order they are drawn in.</summary>
    public static Dice For(int seed, int kind, int number)
    {
        var dice = new Dice((uint)seed);
        dice._state = dice.Next() ^ ((ulong)(uint)kind << 32 | (uint)number);
        dice._state = dice.Next();
        return dice;
    }

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number of [0, 1).</summary>
    public float Unit() => (Next() >> 40) * (1f / (1 << 24));

    public float Between(float low, float high) => low + ((high - low) * Unit());

    /// <summary>A number about 0 with a standard deviation of about 1, out of one draw.</summary>
    public float Bell()
    {
        var bits = Next();
        var sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF);
        return ((sum / 65535f) - 1.5f) * 2;
    }

    /// <summary>A whole number of [low, high], both included.</summary>
    public int Whole(int low, int high) => low + (int)(Next() % (ulong)(high - low + 1));

    public bool Chance(float probability) => Unit() < probability;

    public float Sign() => Chance(0.5f) ? 1 : -1;

    public T Pick<T>(params ReadOnlySpan<T> options) => options[Whole(0, options.Length - 1)];
}
