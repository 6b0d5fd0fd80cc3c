namespace Kindred.Memory;

/// <summary>A part of a <see cref="MemoryBudget"/>; disposing it, once, gives it back.</summary>
internal readonly struct MemoryShare(MemoryBudget budget, long bytes) : IDisposable
{
    /// <summary>How many bytes.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Gives it back. Does nothing for a share of nothing.</summary>
    public void Dispose() => budget?.Return(Bytes);
}
