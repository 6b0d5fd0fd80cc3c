using System.Diagnostics;
using System.Text.Json;

namespace Kindred.Benchmarks.Neighbors;

/// <summary>Times work in rounds. Whoever reads the lines takes medians, over the rounds of several processes that took turns.</summary>
internal static class Rounds
{
    /// <summary>
    /// Long enough for the compiler to have made the best code it will make of what runs often, which it does in the background.
    /// </summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>Seconds of each round, after as many as it takes to warm up.</summary>
    public static double[] Time(int count, Action work)
    {
        var started = Stopwatch.GetTimestamp();
        do
            work();
        while (Stopwatch.GetElapsedTime(started) < WarmUp);
        return TimeCold(count, work);
    }

    /// <summary>Seconds of each round, for work too long to be done once more.</summary>
    public static double[] TimeCold(int count, Action work)
    {
        var seconds = new double[count];
        foreach (ref var time in seconds.AsSpan())
        {
            var started = Stopwatch.GetTimestamp();
            work();
            time = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        return seconds;
    }

    public static double[] Per(int items, double[] seconds) => [.. seconds.Select(time => time / items)];

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>Writes figures as one line of JSON.</summary>
    public static void Print(object figures) => Console.WriteLine(JsonSerializer.Serialize(figures));
}
