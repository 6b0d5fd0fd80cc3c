using Kindred.Attributes;

namespace Kindred.Server.Similar;

/// <summary>Filters as requests ask for them.</summary>
internal static class FilterQuery
{
    public const string Meaning = "Only pictures that match this filter, such as price < 300 and inStock and brand in (a, b); "
        + "or its JSON, such as {\"inStock\": true}. GET /api/attributes lists the attributes there are.";

    /// <summary>The filter that is asked for; <see langword="null"/> for none.</summary>
    /// <exception cref="KindredException">It cannot be understood.</exception>
    public static AttributeFilter? Read(string? text) => string.IsNullOrWhiteSpace(text) ? null : AttributeFilter.Parse(text);
}
