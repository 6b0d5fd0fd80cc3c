using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kindred.Derived;

/// <summary>A kind of derived values: its name in a store, and how a value and its source are written.</summary>
/// <param name="name">The name in the store, which has at most one value of that name.</param>
/// <param name="isShown">Whether the value is part of what a gallery shows, so that the library's revision goes up with it.</param>
/// <param name="sourceJson">How the source is written.</param>
/// <param name="write">Writes a value.</param>
/// <param name="read">Reads a value of this source; throws where the bytes are no such value.</param>
internal sealed class DerivedKind<TSource, TValue>(
    string name, bool isShown, JsonTypeInfo<TSource> sourceJson, Func<TValue, byte[]> write,
    Func<TSource, ReadOnlyMemory<byte>, TValue> read)
    where TSource : class, IEquatable<TSource>
    where TValue : notnull
{
    /// <summary>The name in the store.</summary>
    public string Name => name;

    /// <summary>Whether the value is part of what a gallery shows.</summary>
    public bool IsShown => isShown;

    /// <summary>Writes a value for a store.</summary>
    public DerivedRecord Write(DerivedValue<TSource, TValue> value) =>
        new(JsonSerializer.Serialize(value.Source, sourceJson), write(value.Value));

    /// <summary>
    /// Reads a stored value; <see langword="null"/> where it is not of this kind, for instance when another version of the program wrote
    /// it.
    /// </summary>
    public DerivedValue<TSource, TValue>? Read(DerivedRecord record)
    {
        try
        {
            return JsonSerializer.Deserialize(record.Source, sourceJson) is { } source
                ? new DerivedValue<TSource, TValue>(source, read(source, record.Value))
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or ArgumentException)
        {
            return null;
        }
    }
}
