using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Kindred.Tests.Cli;

namespace Kindred.Tests.Server;

/// <summary><c>kindred serve</c> as a process of its own, whose memory is nobody else's.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Timer _timer;
    private long _highest;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        // Nobody reads its log; a full pipe would stop it.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        Client = new HttpClient { BaseAddress = address };
        _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(10));
    }

    public HttpClient Client { get; }

    public int Id => _process.Id;

    /// <summary>The most memory it has taken since the last call, in bytes.</summary>
    public long TakeHighest()
    {
        Look();
        return Interlocked.Exchange(ref _highest, 0);
    }

    public static async Task<ServerProcess> StartAsync(string library)
    {
        var process = CliRun.Start("serve", "--library", library, "--urls", "http://127.0.0.1:0", "--json");
        var json = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            json.AppendLine(line);
            if (line == "}")
                return new ServerProcess(
                    process, new Uri(JsonDocument.Parse(json.ToString()).RootElement.GetProperty("urls")[0].GetString()!));
        }

        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Look()
    {
        _process.Refresh();
        var now = _process.HasExited ? 0 : _process.WorkingSet64;
        if (now > Interlocked.Read(ref _highest))
            Interlocked.Exchange(ref _highest, now);
    }
}
