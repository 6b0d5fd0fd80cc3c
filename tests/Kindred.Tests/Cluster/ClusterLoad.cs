using System.Collections.Concurrent;
using System.Net;

namespace Kindred.Tests.Cluster;

/// <summary>
/// Clients that ask all nodes of a cluster in turn, as behind a proxy: where one fails, another is asked once. Every answer is judged.
/// </summary>
/// <param name="nodes">The nodes.</param>
/// <param name="paths">What is asked, in turn.</param>
/// <param name="judge">What is wrong with an answer; <see langword="null"/> where it is right.</param>
internal sealed class ClusterLoad(
    IReadOnlyList<NodeProcess> nodes, IReadOnlyList<string> paths, Func<string, HttpResponseMessage, string, string?> judge)
    : IAsyncDisposable
{
    private const int Clients = 4;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private Task _running = Task.CompletedTask;
    private int _next = -1;
    private int _answered;
    private int _retried;

    /// <summary>Answers so far.</summary>
    public int Answered => _answered;

    /// <summary>Requests that had to be made twice.</summary>
    public int Retried => _retried;

    public void Start() => _running = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(AskAsync)));

    /// <summary>Waits until so many more have been answered.</summary>
    public Task MoreAsync(int count)
    {
        var wanted = _answered + count;
        return Eventually.TrueAsync(() => _answered >= wanted, $"Only {_answered} of {wanted} were answered.");
    }

    /// <summary>Ends, and says what was wrong: nothing where all went well.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await _stop.CancelAsync();
        await _running;
        return [.. _faults];
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _stop.Dispose();
    }

    private async Task AskAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _next);
            var path = paths[number % paths.Count];
            if (await TryAskAsync(nodes[number % nodes.Count], path) is { } first)
            {
                Interlocked.Increment(ref _retried);
                if (await TryAskAsync(nodes[(number + 1) % nodes.Count], path) is { } second)
                    _faults.Enqueue($"{first}; then {second}");
            }

            Interlocked.Increment(ref _answered);
            await Task.Delay(5);
        }
    }

    /// <summary>Asks once; what has failed, or <see langword="null"/>.</summary>
    private async Task<string?> TryAskAsync(NodeProcess node, string path)
    {
        try
        {
            using var response = await node.Client.GetAsync(new Uri(path, UriKind.Relative));
            var text = await response.Content.ReadAsStringAsync();
            if (response.StatusCode != HttpStatusCode.OK)
                return $"{node.Address} {path}: {(int)response.StatusCode} {text}";
            // A wrong answer is wrong, whatever comes after it.
            if (judge(path, response, text) is { } fault)
                _faults.Enqueue($"{node.Address} {path}: {fault}");
            return null;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            return $"{node.Address} {path}: {exception.Message}";
        }
    }
}
