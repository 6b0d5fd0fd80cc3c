using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Kindred.Abuse.Processes;

/// <summary>A process whose memory is watched and whose errors are read while it runs. It is killed where it is not ended.</summary>
internal sealed partial class WatchedProcess : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Task<string> _error;
    private readonly Task _watching;
    private long _peak;

    private WatchedProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
        _watching = WatchAsync();
    }

    /// <summary>Standard output; <see cref="FinishAsync"/> reads what is left of it.</summary>
    public StreamReader Output => _process.StandardOutput;

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>Starts an executable, or an assembly (.dll) with the host for it.</summary>
    public static WatchedProcess Start(string path, IEnumerable<string> args, params (string Name, string Value)[] environment)
    {
        var isAssembly = path.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isAssembly ? "dotnet" : path, isAssembly ? [path, .. args] : args)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new WatchedProcess(Process.Start(start) ?? throw new InvalidOperationException($"{path} did not start."));
    }

    /// <summary>Ends it at once, as a crash or an impatient person does (SIGKILL).</summary>
    public void Kill() => _process.Kill();

    /// <summary>Asks it to stop, as Ctrl-C does.</summary>
    public void Interrupt()
    {
        if (!_process.HasExited)
            _ = Send(_process.Id, 2 /* SIGINT */);
    }

    /// <summary>Waits until it has ended.</summary>
    public async Task<ProcessEnd> FinishAsync(CancellationToken cancellationToken)
    {
        var output = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await _error.WaitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        await _watching;
        return new ProcessEnd(_process.ExitCode, output, error, Stopwatch.GetElapsedTime(_started), _peak);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);

    private async Task WatchAsync()
    {
        if (!OperatingSystem.IsLinux())
            return; // A peak of 0 is within every bound.
        var status = string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status");
        try
        {
            while (true)
            {
                // The most memory it has had so far, in KiB; none once it has ended.
                var line = File.ReadLines(status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                if (line is null)
                    return;
                _peak = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) >> 10;
                await Task.Delay(BetweenLooks);
            }
        }
        catch (IOException)
        {
            // It has ended.
        }
    }
}
