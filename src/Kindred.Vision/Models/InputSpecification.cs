using System.Globalization;

namespace Kindred.Vision.Models;

/// <summary>What a network wants to see: size, and <c>(pixel / 255 − mean) / standard deviation</c> for each color channel.</summary>
internal sealed record InputSpecification
{
    /// <summary>Width in pixels, 8 to 4096.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels, 8 to 4096.</summary>
    public required int Height { get; init; }

    /// <summary>How pictures are brought to that size; default <see cref="ResizeMode.Squash"/>.</summary>
    public ResizeMode Resize { get; init; }

    /// <summary>Order of the network's channels, and of <see cref="Mean"/> and <see cref="StandardDeviation"/>; default RGB.</summary>
    public ColorOrder Colors { get; init; }

    /// <summary>Subtracted from a channel scaled to [0, 1]; three numbers, default 0.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0, 0, 0];

    /// <summary>Divides the difference; three numbers above 0, default 1. With the defaults a channel is in [0, 1].</summary>
    public IReadOnlyList<float> StandardDeviation { get; init; } = [1, 1, 1];

    /// <summary>The input in one line, always the same for the same input: fit for a library's stamp.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Width}x{Height} {(Resize == ResizeMode.Squash ? "squash" : Resize.ToString())} ")
        + $"{(Colors == ColorOrder.Rgb ? "rgb" : "bgr")}, mean {Joined(Mean)}, deviation {Joined(StandardDeviation)}";

    // A host may write numbers in a way of its own; a library's stamp is the same everywhere.
    private static string Joined(IEnumerable<float> numbers) =>
        string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
