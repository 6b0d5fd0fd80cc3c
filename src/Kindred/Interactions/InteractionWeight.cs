using System.Globalization;

namespace Kindred.Interactions;

/// <summary>How much one interaction may count beside others.</summary>
internal static class InteractionWeight
{
    /// <summary>A thousandth of a choice.</summary>
    public const double Least = 0.001;

    /// <summary>A thousand choices; beyond that sums of weights would lose the others.</summary>
    public const double Most = 1000;

    /// <summary>
    /// From here on an event counts as a like, and its picture is not recommended again. Below, it is weak evidence, which only counts
    /// where many users are learned from.
    /// </summary>
    public const double Strong = 0.5;

    /// <summary>Whether somebody who did this is taken to like the picture.</summary>
    public static bool CountsAsLike(InteractionKind kind, double weight) =>
        kind == InteractionKind.Like || (!kind.IsChoice && weight >= Strong);

    /// <summary>Says what keeps a number from being a weight; <see langword="null"/> where nothing does.</summary>
    public static string? Fault(double weight) =>
        weight is >= Least and <= Most
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"A weight is a number from {Least} to {Most}, not {weight}.");
}
