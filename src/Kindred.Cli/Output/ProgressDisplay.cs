using System.Diagnostics;
using Kindred.Search.Hnsw;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kindred.Cli.Output;

/// <summary>
/// Shows on standard error how far a long job has come, with rate and time left: a bar on a terminal, a line every few seconds
/// elsewhere, nothing for jobs of no time at all.
/// </summary>
internal sealed class ProgressDisplay(string unit, TextWriter error) : IProgress<StepProgress>
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    private long _started = Stopwatch.GetTimestamp();
    private readonly Lock _gate = new();
    private ProgressTask? _task;
    private TimeSpan _lastLine;
    private LibraryStep _step;
    private int _before;

    /// <summary>Runs a job that reports its progress here.</summary>
    public async Task<T> RunAsync<T>(string description, Func<IProgress<StepProgress>, Task<T>> job)
    {
        if (error != Console.Error || Console.IsErrorRedirected)
            return await job(this);

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                new CountColumn(unit), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                _task = context.AddTask(description, autoStart: true, maxValue: 1);
                _task.IsIndeterminate = true;
                return await job(this);
            });
    }

    public void Report(StepProgress value)
    {
        BeginStep(value);
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
            if (elapsed - _lastLine < LineInterval || value.Done <= _before)
                return;

            _lastLine = elapsed;
            var rate = (value.Done - _before) / elapsed.TotalSeconds;
            var left = TimeSpan.FromSeconds((value.Total - value.Done) / rate);
            error.WriteLine($"{Describe(value.Step)}{value.Done:N0} of {value.Total:N0} {unit}, {rate:N0}/s, {left:hh\\:mm\\:ss} left");
        }
    }

    private static string Describe(LibraryStep step) => step switch
    {
        LibraryStep.Fitting => "Fitting the space: ",
        LibraryStep.FittingChoices => "Learning from choices: ",
        LibraryStep.Comparing => "Looking for near-duplicates: ",
        LibraryStep.Linking => "Building the neighbor index: ",
        LibraryStep.Coloring => "Finding colors: ",
        LibraryStep.Calibrating => "Measuring scores: ",
        _ => "",
    };

    /// <summary>Rate and time left are each step's own; one that has run beside another has done something before it is shown.</summary>
    private void BeginStep(StepProgress value)
    {
        lock (_gate)
        {
            if (value.Step == _step)
                return;
            (_step, _before) = (value.Step, value.Done);
            _started = Stopwatch.GetTimestamp();
            _lastLine = default;
            if (_task is { } task)
            {
                task.Value = 0;
                task.Description = Describe(value.Step).TrimEnd(':', ' ');
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
