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

    private readonly StepRate _rate = new(TimeProvider.System);
    private readonly Lock _gate = new();
    private ProgressTask? _task;
    private TimeSpan _lastLine;
    private LibraryStep _step;
    private StepProgress _now;

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
                new TextColumn(CountAndRate), new TextColumn(Left))
            .StartAsync(async context =>
            {
                _task = context.AddTask(description, autoStart: true, maxValue: 1);
                _task.IsIndeterminate = true;
                return await job(this);
            });
    }

    public void Report(StepProgress value)
    {
        lock (_gate)
        {
            BeginStep(value);
            _now = value;
            if (_task is { } task)
            {
                task.IsIndeterminate = value.Total == 0;
                task.MaxValue = Math.Max(1, value.Total);
                task.Value = value.Done;
                return;
            }

            if (_rate.Elapsed - _lastLine < LineInterval || _rate.Of(value) is not var (perSecond, left))
                return;
            _lastLine = _rate.Elapsed;
            error.WriteLine(
                $"{Describe(value.Step)}{value.Done:N0} of {value.Total:N0} {unit}, {perSecond:N0}/s, {left:hh\\:mm\\:ss} left");
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

    private void BeginStep(StepProgress value)
    {
        if (value.Step == _step)
            return;
        _step = value.Step;
        _rate.Begin(value);
        _lastLine = default;
        if (_task is { } task)
        {
            task.Value = 0;
            task.Description = Describe(value.Step).TrimEnd(':', ' ');
        }
    }

    private string CountAndRate()
    {
        lock (_gate)
        {
            return _now.Total == 0
                ? ""
                : $"{_now.Done:N0} of {_now.Total:N0} {unit}, {_rate.Of(_now)?.PerSecond ?? 0:N0}/s";
        }
    }

    private string Left()
    {
        lock (_gate)
            return _rate.Of(_now) is var (_, left) ? $"{left:hh\\:mm\\:ss}" : "--:--:--";
    }

    /// <summary>A text about the step that is shown.</summary>
    private sealed class TextColumn(Func<string> text) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(text());
    }
}
