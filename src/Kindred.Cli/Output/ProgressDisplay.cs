using System.Diagnostics;
using Kindred.Libraries;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kindred.Cli.Output;

/// <summary>
/// Shows on standard error how far a long job has come, with rate and time left: a bar on a terminal, a line every few seconds
/// elsewhere, nothing for jobs of no time at all.
/// </summary>
internal sealed class ProgressDisplay(string unit, TextWriter error) : IProgress<IndexProgress>
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    private long _started = Stopwatch.GetTimestamp();
    private readonly Lock _gate = new();
    private ProgressTask? _task;
    private TimeSpan _lastLine;
    private IndexStage _stage;

    /// <summary>Runs a job that reports its progress here.</summary>
    public async Task<T> RunAsync<T>(string description, Func<IProgress<IndexProgress>, Task<T>> job)
    {
        if (error != Console.Error || Console.IsErrorRedirected)
            return await job(this);

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new CountColumn(unit), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                _task = context.AddTask(description, autoStart: true, maxValue: 1);
                _task.IsIndeterminate = true;
                return await job(this);
            });
    }

    public void Report(IndexProgress value)
    {
        BeginStage(value.Stage);
        if (_task is { } task)
        {
            task.IsIndeterminate = value.Total == 0;
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
            return;
        }

        lock (_gate)
        {
            var elapsed = Stopwatch.GetElapsedTime(_started);
            if (elapsed - _lastLine < LineInterval || value.Done == 0)
                return;

            _lastLine = elapsed;
            var rate = value.Done / elapsed.TotalSeconds;
            var left = TimeSpan.FromSeconds((value.Total - value.Done) / rate);
            error.WriteLine($"{Describe(value.Stage)}{value.Done:N0} of {value.Total:N0} {unit}, {rate:N0}/s, {left:hh\\:mm\\:ss} left");
        }
    }

    private static string Describe(IndexStage stage) => stage switch
    {
        IndexStage.Comparing => "Looking for copies: ",
        IndexStage.Linking => "Building the index: ",
        _ => "",
    };

    /// <summary>Each stage counts from 0, so rate and time left are its own.</summary>
    private void BeginStage(IndexStage stage)
    {
        lock (_gate)
        {
            if (stage == _stage)
                return;
            _stage = stage;
            _started = Stopwatch.GetTimestamp();
            _lastLine = default;
            if (_task is { } task)
            {
                task.Value = 0;
                task.Description = Describe(stage).TrimEnd(':', ' ');
            }
        }
    }

    /// <summary>How many of how many, and how many a second.</summary>
    private sealed class CountColumn(string unit) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.IsIndeterminate ? "" : $"{task.Value:N0} of {task.MaxValue:N0} {unit}, {task.Speed ?? 0:N0}/s");
    }
}
