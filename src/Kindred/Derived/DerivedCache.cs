namespace Kindred.Derived;

/// <summary>
/// Keeps values that are computed from a library in its store. A value that cannot be stored is used all the same, and stored some other
/// time.
/// </summary>
internal sealed class DerivedCache(IDerivedStore store)
{
    /// <summary>
    /// The stored value, whatever it was derived from; <see langword="null"/> where there is none, or none that can be read.
    /// </summary>
    public async Task<DerivedValue<TSource, TValue>?> ReadAsync<TSource, TValue>(
        DerivedKind<TSource, TValue> kind, CancellationToken cancellationToken)
        where TSource : class, IEquatable<TSource>
        where TValue : notnull =>
        await store.ReadDerivedAsync(kind.Name, cancellationToken) is { } record ? kind.Read(record) : null;

    /// <summary>
    /// Stores a value in place of the one before. Does nothing where the library is read-only or busy, or the disk is full.
    /// </summary>
    /// <returns>Whether it is stored.</returns>
    public async Task<bool> WriteAsync<TSource, TValue>(
        DerivedKind<TSource, TValue> kind, DerivedValue<TSource, TValue> value, CancellationToken cancellationToken)
        where TSource : class, IEquatable<TSource>
        where TValue : notnull
    {
        try
        {
            await store.WriteDerivedAsync(kind.Name, kind.Write(value), kind.IsShown, cancellationToken);
            return true;
        }
        catch (KindredException)
        {
            // The value is valid all the same. A fault that matters shows when something is read, or when users' own data is written.
            return false;
        }
    }

    /// <summary>The stored value, if it was derived from this source; else the value is computed now and stored.</summary>
    public async Task<TValue> GetOrComputeAsync<TSource, TValue>(
        DerivedKind<TSource, TValue> kind, TSource source, Func<TValue> compute, CancellationToken cancellationToken)
        where TSource : class, IEquatable<TSource>
        where TValue : notnull
    {
        if (await ReadAsync(kind, cancellationToken) is { } kept && kept.Source.Equals(source))
            return kept.Value;
        var computed = compute();
        await WriteAsync(kind, new DerivedValue<TSource, TValue>(source, computed), cancellationToken);
        return computed;
    }
}
