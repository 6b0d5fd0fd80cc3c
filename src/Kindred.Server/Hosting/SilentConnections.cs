using Kindred.Server.Api;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Hosting;

/// <summary>
/// Connections with no request under way: new ones, those with half the head of a request, and those whose request has been answered.
/// Keeping one open costs nothing, so there may be only so many: where one more comes, the one that was silent longest has to go. So
/// those who say nothing shut nobody out. How long each may be silent is for Kestrel to say (<see cref="Limits.Silence"/>).
/// </summary>
internal sealed class SilentConnections
{
    private readonly Lock _gate = new();
    private readonly LinkedList<ConnectionContext> _silent = [];

    /// <summary>Hands a new connection on; it is silent until its first request has begun.</summary>
    public async Task AdmitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var place = new LinkedListNode<ConnectionContext>(connection);
        connection.Features.Set(place);
        Enter(place);
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(place);
        }
    }

    /// <summary>Serves a request, whose head is there; its connection is silent again once it has been answered.</summary>
    public Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        // What a request does not know itself it asks its connection for.
        if (context.Features.Get<LinkedListNode<ConnectionContext>>() is { } place)
        {
            Leave(place);
            context.Response.OnCompleted(() =>
            {
                Enter(place);
                return Task.CompletedTask;
            });
        }

        return next(context);
    }

    private void Enter(LinkedListNode<ConnectionContext> newest)
    {
        ConnectionContext? oldest = null;
        lock (_gate)
        {
            if (_silent.Count >= Limits.SilentConnections && _silent.First is { } first)
            {
                _silent.Remove(first);
                oldest = first.Value;
            }

            _silent.AddLast(newest);
        }

        // Not in the lock: what follows from it takes the lock.
        oldest?.Abort(new ConnectionAbortedException("It was silent longest, and others came."));
    }

    private void Leave(LinkedListNode<ConnectionContext> place)
    {
        lock (_gate)
        {
            if (place.List is not null)
                _silent.Remove(place);
        }
    }
}
