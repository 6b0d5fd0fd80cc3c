using System.Text.Json;
using Kindred.Vision;
using Kindred.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Benchmarks.Indexing;

/// <summary>What loading a model costs, part by part, in seconds of processor time: the first time in a process, and later.</summary>
internal static class LoadingCost
{
    private const int More = 5;

    public static int Run(string? model)
    {
        var located = LocatedModel.Find(model);
        var rounds = Enumerable.Range(0, More + 1).Select(_ => Load(located)).ToList();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            model = located.Recipe.Id,
            first = rounds[0],
            median = rounds[0].Keys.ToDictionary(
                part => part, part => rounds.Skip(1).Select(round => round[part]).Order().ElementAt(More / 2)),
        }));
        return 0;
    }

    private static Dictionary<string, double> Load(LocatedModel located)
    {
        var seconds = new Dictionary<string, double>();
        T Measure<T>(string part, Func<T> run)
        {
            var started = ProcessorTime.Now;
            var made = run();
            seconds[part] = Math.Round(ProcessorTime.Now - started, 3);
            return made;
        }

        Measure("hash", () => WeightsHash.Of(located.Weights));
        Measure("read", () => DescriptorGraph.Import(located.Recipe, located.Weights[0]));
        var graph = Measure("readAndBuild", () => DescriptorGraph.Build(located.Recipe, located.Weights[0]));
        using var options = OnnxSession.NewOptions();
        options.IntraOpNumThreads = 1;
        options.InterOpNumThreads = 1;
        using var session = Measure("open", () => OnnxSession.Open(graph.ToByteArray(), options));
        return seconds;
    }
}
