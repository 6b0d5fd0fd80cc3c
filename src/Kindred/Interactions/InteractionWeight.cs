using System.Globalization;

namespace Kindred.Interactions;

/// <summary>How much one choice may count beside others.</summary>
internal static class InteractionWeight
{
    /// <summary>A thousandth of a choice.</summary>
    public const double Least = 0.001;

    /// <summary>A thousand choices; beyond that sums of weights would lose the others.</summary>
    public const double Most = 1000;

    /// <summary>Says what keeps a number from being a weight; <see langword="null"/> where nothing does.</summary>
    public static string? Fault(double weight) =>
        weight is >= Least and <= Most
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"A weight is a number from {Least} to {Most}, not {weight}.");
}
