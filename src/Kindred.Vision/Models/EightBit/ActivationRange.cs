namespace Kindred.Vision.Models.EightBit;

/// <summary>
/// What a tensor's numbers lie between, and so what its 256 steps stand for. Numbers beyond are taken for the nearest bound.
/// </summary>
/// <param name="Low">The least number, at most 0.</param>
/// <param name="High">The greatest, at least 0 and above <paramref name="Low"/>.</param>
internal readonly record struct ActivationRange(float Low, float High)
{
    /// <summary>From one step to the next.</summary>
    public float Scale => (High - Low) / byte.MaxValue;

    /// <summary>The step that stands for 0, which no rounding may move: convolutions pad with it.</summary>
    public byte ZeroPoint => (byte)Math.Clamp(MathF.Round(-Low / Scale), byte.MinValue, byte.MaxValue);

    /// <summary>The range of numbers that were seen, widened so that 0 is in it.</summary>
    public static ActivationRange Of(float least, float greatest)
    {
        var (low, high) = (Math.Min(least, 0), Math.Max(greatest, 0));
        return new(low, high > low ? high : low + 1);
    }
}
