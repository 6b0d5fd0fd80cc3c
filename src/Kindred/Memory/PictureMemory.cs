namespace Kindred.Memory;

/// <summary>
/// How much memory pictures may take that are being read and decoded in this process, all together. A picture that finds too little
/// left waits for others; one that would need more than there is at all is refused, with a reason.
/// </summary>
/// <remarks>
/// Most pictures take next to none, for they are decoded in strips. Interlaced, progressive, tiled and animated ones are held as a whole,
/// and a small file can hold a very large one.
/// </remarks>
public static class PictureMemory
{
    /// <summary>The smallest limit: 64 MiB.</summary>
    public const long Least = 64L << 20;

    static PictureMemory() => Limit = Math.Max(Least, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>Bytes; a quarter of the memory that the process may use unless it is set. A quarter of it is for files as read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below <see cref="Least"/>.</exception>
    public static long Limit
    {
        get => Files.Limit + Pixels.Limit;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, Least);
            Files.Limit = value / 4;
            Pixels.Limit = value - (value / 4);
        }
    }

    /// <summary>What files take as they are read. Two budgets: files that wait to be decoded must not keep others from it.</summary>
    internal static MemoryBudget Files { get; } = new(Least / 4);

    /// <summary>What decoders take.</summary>
    internal static MemoryBudget Pixels { get; } = new(Least - (Least / 4));
}
