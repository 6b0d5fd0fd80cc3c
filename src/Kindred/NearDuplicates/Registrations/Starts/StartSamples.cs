namespace Kindred.NearDuplicates.Registrations.Starts;

/// <summary>What was read of a coarse thumbnail at one of <see cref="Placement.Starts"/>.</summary>
/// <param name="From">Where in another thumbnail's values the rows begin that it lies on.</param>
/// <param name="Length">How many values those rows have.</param>
/// <param name="Mean">Mean of what was read.</param>
/// <param name="Spread">
/// Root of the summed squares without the mean; infinite where it is plain, so that it correlates with nothing.
/// </param>
internal readonly record struct StartSamples(int From, int Length, float Mean, float Spread);
