using Kindred.Server.Status;
using Microsoft.Extensions.Hosting;

namespace Kindred.Server.Hosting;

/// <summary>
/// Before the server stops, it says for a while that it should be asked no more, and still answers: whoever spreads requests over several
/// servers has time to notice.
/// </summary>
internal sealed class Drain(Readiness readiness, ServerOptions options) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.BeginDrain();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, options.Node?.Lost ?? CancellationToken.None);
        await Task.Delay(options.DrainTime, options.Time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
