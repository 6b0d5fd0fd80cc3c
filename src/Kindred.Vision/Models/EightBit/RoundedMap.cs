namespace Kindred.Vision.Models.EightBit;

/// <summary>
/// A feature map that is kept in bytes: number = <paramref name="Scale"/> × (byte − <paramref name="ZeroPoint"/>).
/// </summary>
/// <param name="Value">Name of the floats that the bytes stand for.</param>
/// <param name="Scale">From one byte to the next.</param>
/// <param name="ZeroPoint">The byte that stands for 0.</param>
/// <param name="Shift">
/// What the numbers lack: 0, but for pictures whose zero lies between two bytes. A convolution's bias can make up for it.
/// </param>
internal readonly record struct RoundedMap(string Value, float Scale, byte ZeroPoint, float Shift)
{
    /// <summary>
    /// How bytes of a picture stand for what a network wants to see; <see langword="null"/> where its channels are scaled differently,
    /// because a map has one scale.
    /// </summary>
    /// <param name="input">What the network wants to see.</param>
    public static (float Scale, byte ZeroPoint, float Shift)? OfPicture(InputSpecification input)
    {
        var (mean, deviation) = (input.Mean[0], input.StandardDeviation[0]);
        var zero = Math.Round(mean * 255.0);
        if (input.Mean.Any(other => other != mean) || input.StandardDeviation.Any(other => other != deviation) || zero is < 0 or > 255)
            return null;
        var scale = 1 / (255 * deviation);
        return (scale, (byte)zero, (float)((zero - (mean * 255.0)) * scale));
    }
}
