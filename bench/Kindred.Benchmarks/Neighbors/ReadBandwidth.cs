using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kindred.Benchmarks.Neighbors;

/// <summary>How fast this machine reads memory: nothing that has to read every vector for a query can be faster.</summary>
internal static unsafe class ReadBandwidth
{
    private const int Alignment = 64;
    private const int Rounds = 9;

    /// <summary>Floats in the eight vectors that are summed side by side, so that no addition waits for the one before.</summary>
    private const int Step = 8 * 16;

    /// <summary>The best of several rounds of summing a buffer on all cores, in bytes a second.</summary>
    /// <param name="bytes">Size of the buffer; far more than the caches hold.</param>
    public static double Measure(long bytes = 512L << 20)
    {
        var cores = Environment.ProcessorCount;
        var part = (nint)(bytes / sizeof(float) / cores / Step * Step);
        var buffer = (float*)NativeMemory.AlignedAlloc((nuint)(part * cores * sizeof(float)), Alignment);
        try
        {
            var sums = new float[cores];
            // Written once by whoever reads it: pages that were never written are all one page of zeros.
            OnEveryCore(cores, core => new Span<float>(buffer + (core * part), (int)part).Fill(1));
            var best = double.MaxValue;
            for (var round = 0; round < Rounds; round++)
            {
                var started = Stopwatch.GetTimestamp();
                OnEveryCore(cores, core => sums[core] = Sum(buffer + (core * part), part));
                best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
            }

            return sums.Sum() > 0
                ? (double)part * cores * sizeof(float) / best
                : throw new InvalidOperationException("Nothing was summed.");
        }
        finally
        {
            NativeMemory.AlignedFree(buffer);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum(float* data, nint length)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (nint i = 0; i < length; i += Step)
        {
            s0 += Vector512.LoadAligned(data + i);
            s1 += Vector512.LoadAligned(data + i + 16);
            s2 += Vector512.LoadAligned(data + i + 32);
            s3 += Vector512.LoadAligned(data + i + 48);
            s4 += Vector512.LoadAligned(data + i + 64);
            s5 += Vector512.LoadAligned(data + i + 80);
            s6 += Vector512.LoadAligned(data + i + 96);
            s7 += Vector512.LoadAligned(data + i + 112);
        }

        return Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
    }

    private static void OnEveryCore(int cores, Action<int> work)
    {
        var threads = Enumerable.Range(0, cores).Select(core => new Thread(() => work(core))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }
}
