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

    /// <summary>Whether a connection is broken without an answer to a request, by its method and target.</summary>
    public Func<string, string, bool> Breaks { get; set; } = (_, _) => false;

    /// <summary>Answers the next requests with a fault that passes.</summary>
    public void FailNext(int count) => _failures = count;

    /// <summary>Breaks the connection in the middle of the next pictures.</summary>
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

    /// <summary>Sends a body, or of a picture's the half where that was asked for.</summary>
    protected async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body, bool isPicture = true)
    {
        context.Response.ContentLength = body.Length;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        if (!isPicture || body.Length < 2 || Interlocked.Decrement(ref _cuts) < 0)
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
        var (method, target) = (context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        _requests.Enqueue((method, target, context.Request.Headers.Authorization));
        if (Breaks(method, target))
        {
            context.Abort();
            return Task.CompletedTask;
        }

        return Interlocked.Decrement(ref _failures) >= 0 ? AnswerBusyAsync(context) : AnswerWellAsync(context);
    }
}
