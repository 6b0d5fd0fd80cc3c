namespace Kindred.Derived;

/// <summary>A value that was computed from a library.</summary>
/// <param name="Source">What the value was derived from: the value is valid as long as this stays the same.</param>
/// <param name="Value">The value.</param>
internal sealed record DerivedValue<TSource, TValue>(TSource Source, TValue Value);
