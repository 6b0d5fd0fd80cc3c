using System.Diagnostics;
using System.Globalization;

namespace Kindred.Abuse;

/// <summary>Runs attacks one after another, and writes at the end what each did.</summary>
internal sealed class AttackTable(TextWriter output)
{
    private readonly List<(string Attack, AttackRun Run, TimeSpan Duration)> _runs = [];

    /// <summary>How many failures there were.</summary>
    public int Failed => _runs.Sum(run => run.Run.Failures.Count);

    public async Task RunAsync(IAttack attack, AbuseSettings settings, CancellationToken cancellationToken)
    {
        output.WriteLine($"{attack.Name} …");
        var started = Stopwatch.GetTimestamp();
        var own = settings with { Folder = Directory.CreateDirectory(Path.Combine(settings.Folder, attack.Name)).FullName };
        var run = new AttackRun(own, output);
        try
        {
            await attack.RunAsync(run, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.WriteLine("Stopped; what was done until then:");
        }
        catch (Exception exception)
        {
            run.Fail($"the attack itself ended: {exception}");
        }

        _runs.Add((attack.Name, run, Stopwatch.GetElapsedTime(started)));
    }

    public void Write()
    {
        output.WriteLine();
        foreach (var (attack, run, duration) in _runs)
        {
            Row(attack, "seconds", (long)duration.TotalSeconds);
            foreach (var (what, value) in run.Counts)
                Row("", what, value);
            Row("", "failures", run.Failures.Count);
        }

        output.WriteLine(Failed == 0 ? "Kindred stood." : string.Create(CultureInfo.InvariantCulture, $"{Failed} failures, see above."));
    }

    private void Row(string attack, string what, long value) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{attack,-8}{what,-56}{value,12:N0}"));
}
