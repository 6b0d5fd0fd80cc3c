using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Kindred.Tests.Sources;

/// <summary>A server on a free port of this machine, which can be made to fail as servers do.</summary>
public abstract class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Method, string Target, string? Authorization)> _requests = new();
    private int _failures;
    private int _cuts;

    protected LoopbackServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>All requests so far, with their targets as they were sent.</summary>
    public IReadOnlyList<(string Method, string Target, string? Authorization)> Requests => [.. _requests];

    /// <summary>Whether every connection is broken without an answer.</summary>
    public bool IsAway { get; set; }

    /// <summary>After how many more requests <see cref="IsAway"/> becomes true; never where it is negative.</summary>
    public int RequestsUntilAway { get; set; } = -1;

    /// <summary>Answers the next requests with a fault that passes.</summary>
    public void FailNext(int count) => _failures = count;

    /// <summary>Breaks the connection in the middle of the next bodies.</summary>
    public void CutNext(int count) => _cuts = count;

    public void ClearRequests() => _requests.Clear();

    public Task StartAsync() => _app.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The path of a request, still encoded, and without its first slash.</summary>
    protected static string RawPath(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return target.Split('?')[0][1..];
    }

    /// <summary>Answers a request.</summary>
    protected abstract Task AnswerWellAsync(HttpContext context);

    /// <summary>Says that it is busy.</summary>
    protected abstract Task AnswerBusyAsync(HttpContext context);

    /// <summary>Sends a body; the half of it where that was asked for.</summary>
    protected async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        if (body.Length < 2 || Interlocked.Decrement(ref _cuts) < 0)
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
            return;
        }

        await context.Response.Body.WriteAsync(body[..(body.Length / 2)], context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private Task AnswerAsync(HttpContext context)
    {
        _requests.Enqueue((
            context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.Authorization));
        if (RequestsUntilAway >= 0 && RequestsUntilAway-- == 0)
            IsAway = true;
        if (IsAway)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        return Interlocked.Decrement(ref _failures) >= 0 ? AnswerBusyAsync(context) : AnswerWellAsync(context);
    }
}
