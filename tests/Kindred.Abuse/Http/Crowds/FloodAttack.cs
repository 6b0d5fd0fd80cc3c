using System.Globalization;
using System.Text.RegularExpressions;
using Kindred.Abuse.Libraries;

namespace Kindred.Abuse.Http.Crowds;

/// <summary>
/// Ten thousand requests at once: as many connections as the server has, each with six requests one behind the other. All of the first
/// ones are under way, their bodies held back by one byte, before any is finished; then everything is sent together. All are answered.
/// </summary>
internal sealed partial class FloodAttack : IAttack
{
    private const int Pictures = 24;

    /// <summary>The server takes 2,000; one is left for whoever looks how it is.</summary>
    private const int ConnectionsWhenLong = 1_990;

    private const int ConnectionsWhenShort = 200;
    private const int RequestsOfEach = 6;
    private const int OpenedAtOnce = 64;

    public string Name => "http-flood";

    /// <summary>A round is a connection with six requests.</summary>
    public async Task RunAsync(AttackRun run, CancellationToken cancellationToken)
    {
        var scene = await Scene.MakeAsync(run, Pictures, cancellationToken);
        await using var served = await ServedKindred.StartAsync(
            scene.Over(scene.Copy("flood")), ["--rate-limit", "0"], [], cancellationToken);
        var ids = await served.IdsAsync(Pictures, cancellationToken);
        await AskAsync(served, ids, cancellationToken); // The first of each kind take what is made only once.
        run.Count("MiB before", served.Mebibytes);
        served.ForgetPeak();

        var connections = run.Settings.Count ?? (run.Settings.Long ? ConnectionsWhenLong : ConnectionsWhenShort);
        var open = new RawConnection[connections];
        try
        {
            await Parallel.ForAsync(
                0, connections, new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce, CancellationToken = cancellationToken },
                async (i, stop) =>
                {
                    open[i] = await RawConnection.OpenAsync(served.Address, stop);
                    await open[i].SayAsync(First(served, ids[i % ids.Length])[..^1], stop);
                });
            run.Count("connections, all with a request under way", connections);
            run.Count("requests", connections * RequestsOfEach);
            var heard = await Task.WhenAll(
                open.Select((connection, i) => FinishAsync(connection, served, ids, i, cancellationToken)));
            foreach (var answers in heard)
            {
                var statuses = StatusLine().Matches(answers).Select(match => match.Groups["status"].Value).ToList();
                foreach (var status in statuses)
                    run.Count($"  answered {status}");
                run.Expect(statuses.Count == RequestsOfEach, $"{statuses.Count} of {RequestsOfEach} requests of a connection are answered");
            }
        }
        finally
        {
            foreach (var connection in open)
                connection?.Dispose();
        }

        run.Expect(
            run.Counts.GetValueOrDefault("  answered 200") == run.Counts["requests"], "Not every request got what it asked for.");
        run.Peak("peak of the server, MiB", served.PeakMebibytes);
        await AskAsync(served, ids, cancellationToken);
    }

    private static string First(ServedKindred served, long id)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"positive":["{{id}}"],"limit":5}""");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"POST /api/recommendations HTTP/1.1\r\nHost: {served.Address.Authority}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }

    private static async Task<string> FinishAsync(
        RawConnection connection, ServedKindred served, long[] ids, int number, CancellationToken cancellationToken)
    {
        var id = ids[number % ids.Length];
        string Get(string address, string more = "") => $"GET {address} HTTP/1.1\r\nHost: {served.Address.Authority}\r\n{more}\r\n";
        var rest = First(served, id)[^1..]
            + Get("/api/images?limit=20")
            + Get("/api/labels")
            + Get(string.Create(CultureInfo.InvariantCulture, $"/api/images/{id}/similar?limit=5"))
            + Get("/api/users/ann/recommendations?limit=5")
            + Get(string.Create(CultureInfo.InvariantCulture, $"/api/images/{id}"), "Connection: close\r\n");
        await connection.SayAsync(rest, cancellationToken);
        return await connection.HearAllAsync(cancellationToken);
    }

    private static async Task AskAsync(ServedKindred served, long[] ids, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(served.Address, cancellationToken);
        await connection.SayAsync(First(served, ids[0])[..^1], cancellationToken);
        await FinishAsync(connection, served, ids, 0, cancellationToken);
    }

    [GeneratedRegex(@"HTTP/1\.1 (?<status>\d{3}) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex StatusLine();
}
