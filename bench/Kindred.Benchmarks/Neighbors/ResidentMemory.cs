using System.Diagnostics;
using System.Runtime;

namespace Kindred.Benchmarks.Neighbors;

/// <summary>Memory that this process takes: its own, and the pages of mapped files that it has touched.</summary>
internal static class ResidentMemory
{
    private const string Status = "/proc/self/status";
    private const string Line = "VmRSS:";

    /// <summary>Bytes now, after the garbage collector has given back what it can.</summary>
    public static long Measure()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!File.Exists(Status))
            return Process.GetCurrentProcess().WorkingSet64;
        var line = File.ReadLines(Status).Single(line => line.StartsWith(Line, StringComparison.Ordinal));
        return long.Parse(line[Line.Length..].Replace("kB", "").Trim()) << 10;
    }
}
