using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kindred.Vision.Models.EightBit;

/// <summary>
/// Says that a network computes with 8-bit numbers, and between which bounds its feature maps lie. The weights' files stay as they are:
/// they are rounded when they are loaded.
/// </summary>
internal sealed record EightBitSpecification
{
    /// <summary>
    /// Least and greatest number of each feature map that is rounded, by the tensor's name in the ONNX network; see
    /// <see cref="RoundedOperation.Map"/>. Measured once, by <see cref="RangeMeasure"/>, so that a picture has the same embedding
    /// everywhere.
    /// </summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<float>> Ranges { get; init; }

    /// <summary>Between what a map lies.</summary>
    /// <exception cref="KindredException">That is not said.</exception>
    public ActivationRange RangeOf(string map) => Ranges.TryGetValue(map, out var range)
        ? ActivationRange.Of(range[0], range[1])
        : throw new KindredException(Fault.ModelUnusable, $"The recipe's eightBit.ranges do not say between what {map} lies.");

    /// <summary>The specification in a few characters, other ones where any range differs: fit for a library's stamp.</summary>
    public override string ToString()
    {
        var ranges = Ranges.OrderBy(range => range.Key, StringComparer.Ordinal)
            .Select(range => string.Create(CultureInfo.InvariantCulture, $"{range.Key} {range.Value[0]:R} {range.Value[1]:R}\n"));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(ranges)));
        return $"int8 {Convert.ToHexStringLower(hash)[..8]}";
    }
}
