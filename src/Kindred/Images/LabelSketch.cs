using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Kindred.Images;

/// <summary>
/// Says how much of a large library has changed, in four kilobytes: the smallest hashes of its images with their labels (a bottom-k
/// sketch: Cohen and Kaplan, "Summarizing data using bottom-k sketches", PODC 2007).
/// </summary>
internal static class LabelSketch
{
    /// <summary>Hashes that are kept. With so many a change of a tenth is told with a standard error of 1.3 points.</summary>
    private const int Size = 512;

    /// <summary>The sketch of some images, as text.</summary>
    public static string Of(IEnumerable<Image> images)
    {
        var smallest = new SortedSet<ulong>();
        var largest = ulong.MaxValue;
        foreach (var hash in images.Select(HashOf).Where(hash => hash < largest))
        {
            smallest.Add(hash);
            if (smallest.Count > Size)
                smallest.Remove(smallest.Max);
            if (smallest.Count == Size)
                largest = smallest.Max;
        }

        ulong[] hashes = [.. smallest];
        return Convert.ToBase64String(MemoryMarshal.AsBytes(hashes.AsSpan()));
    }

    /// <summary>
    /// What share of all images with their labels that are in either of two libraries is not in both; from 0 to 1. Exact for up to 512 of
    /// them, an estimate for more.
    /// </summary>
    public static double Changed(string sketch, string other)
    {
        var (one, two) = (Read(sketch), Read(other));
        // The smallest of both together are a sample of all, and each sketch knows which of them it has.
        ulong[] sample = [.. one.Union(two).Order().Take(Size)];
        return sample.Length == 0 ? 0 : sample.Count(hash => !one.Contains(hash) || !two.Contains(hash)) / (double)sample.Length;
    }

    private static ulong HashOf(Image image) => XxHash3.HashToUInt64(
        image.Content.ToByteArray(), (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(image.Label.AsSpan())));

    /// <summary>The hashes; none where another version wrote the text in a way of its own, and all has changed then.</summary>
    private static HashSet<ulong> Read(string sketch)
    {
        var hashes = new ulong[Size];
        return Convert.TryFromBase64String(sketch, MemoryMarshal.AsBytes(hashes.AsSpan()), out var bytes)
            ? [.. hashes.AsSpan(0, bytes / sizeof(ulong))]
            : [];
    }
}
