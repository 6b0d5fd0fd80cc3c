using System.IO.Pipelines;
using Kindred.Server.Api;
using Microsoft.AspNetCore.Connections;

namespace Kindred.Server.Hosting;

/// <summary>
/// Connections that have not said anything yet. Opening one costs nothing, so there may be only so many, and each for a moment: where a
/// new one comes, the one that was silent longest has to go. So those who say nothing shut nobody out.
/// </summary>
internal sealed class SilentConnections(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<CancellationTokenSource> _silent = [];

    /// <summary>Waits for a connection's first byte, and hands it on or closes it.</summary>
    public async Task ListenAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (await HasSpokenAsync(connection))
            await next(connection);
        else
            connection.Abort(new ConnectionAbortedException("It said nothing."));
    }

    private async Task<bool> HasSpokenAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        if (input.TryRead(out var first))
            return Leave(input, first);

        using var enough = new CancellationTokenSource(Limits.Silence, time);
        var place = Enter(enough);
        try
        {
            return Leave(input, await input.ReadAsync(enough.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return false;
        }
        finally
        {
            lock (_gate)
            {
                if (place.List is not null)
                    _silent.Remove(place);
            }
        }
    }

    /// <summary>Leaves what has come for whoever reads next.</summary>
    private static bool Leave(PipeReader input, ReadResult read)
    {
        input.AdvanceTo(read.Buffer.Start);
        return !read.Buffer.IsEmpty;
    }

    private LinkedListNode<CancellationTokenSource> Enter(CancellationTokenSource newest)
    {
        lock (_gate)
        {
            if (_silent.Count >= Limits.SilentConnections && _silent.First is { } oldest)
            {
                _silent.Remove(oldest);
                oldest.Value.CancelAfter(TimeSpan.Zero); // Not here: what follows from it must not run in the lock.
            }

            return _silent.AddLast(newest);
        }
    }
}
