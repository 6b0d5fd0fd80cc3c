namespace Kindred.Attributes.Filters;

/// <summary>Makes faults of filters.</summary>
internal static class FilterFault
{
    /// <summary>A fault at a place.</summary>
    /// <param name="place">Where, to be read after "at".</param>
    /// <param name="what">What is wrong there.</param>
    public static KindredException At(string place, string what) => new(Fault.BadFilter, $"The filter is wrong at {place}: {what}.");
}
