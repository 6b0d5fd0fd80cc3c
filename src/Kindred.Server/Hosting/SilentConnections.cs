using System.Net;
using Kindred.Server.Api;
using Kindred.Server.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Hosting;

/// <summary>
/// Connections with no request under way: new ones, those with half the head of a request, and those whose request has been answered.
/// Keeping one open costs nothing, so there may be only so many. Where one more comes, the client that has most of them loses the one that
/// was silent longest: who opens thousands closes their own. How long each may be silent is for Kestrel to say
/// (<see cref="Limits.Silence"/>).
/// </summary>
internal sealed class SilentConnections
{
    private readonly Lock _gate = new();

    /// <summary>Of each client that has any, the one that is silent longest first.</summary>
    private readonly Dictionary<IPAddress, LinkedList<ConnectionContext>> _silent = [];

    private int _count;

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

    private static IPAddress ClientOf(ConnectionContext connection) =>
        connection.RemoteEndPoint is IPEndPoint { Address: { } address } ? ClientAddress.Of(address) : IPAddress.None;

    private void Enter(LinkedListNode<ConnectionContext> newest)
    {
        ConnectionContext? oldest = null;
        lock (_gate)
        {
            if (_count >= Limits.SilentConnections && _silent.Values.MaxBy(client => client.Count)?.First is { } first)
            {
                Remove(first);
                oldest = first.Value;
            }

            var client = ClientOf(newest.Value);
            if (!_silent.TryGetValue(client, out var its))
                _silent.Add(client, its = []);
            its.AddLast(newest);
            _count++;
        }

        // Not in the lock: what follows from it takes the lock.
        oldest?.Abort(new ConnectionAbortedException("It was silent longest, and others came."));
    }

    private void Leave(LinkedListNode<ConnectionContext> place)
    {
        lock (_gate)
        {
            if (place.List is not null)
                Remove(place);
        }
    }

    private void Remove(LinkedListNode<ConnectionContext> place)
    {
        var its = place.List!; // It is in one.
        its.Remove(place);
        if (its.Count == 0)
            _silent.Remove(ClientOf(place.Value));
        _count--;
    }
}
