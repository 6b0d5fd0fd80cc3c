using System.Diagnostics;
using System.Runtime;

namespace Kindred.Benchmarks.Neighbors;

/// <summary>Memory of this process that is nobody else's: pages of mapped files are not counted.</summary>
internal static class PrivateMemory
{
    private const string Status = "/proc/self/status";
    private const string Line = "RssAnon:";

    /// <summary>Bytes now, after the garbage collector has given back what it can.</summary>
    public static long Measure()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!File.Exists(Status))
            return Process.GetCurrentProcess().PrivateMemorySize64;
        var line = File.ReadLines(Status).Single(line => line.StartsWith(Line, StringComparison.Ordinal));
        return long.Parse(line[Line.Length..].Replace("kB", "").Trim()) << 10;
    }
}
