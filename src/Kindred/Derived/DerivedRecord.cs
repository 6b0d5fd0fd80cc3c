namespace Kindred.Derived;

/// <summary>A derived value as a store keeps it.</summary>
/// <param name="Source">What the value was derived from, as JSON; equal sources are equal text.</param>
/// <param name="Value">The value, in a format that belongs to its name.</param>
internal sealed record DerivedRecord(string Source, ReadOnlyMemory<byte> Value);
