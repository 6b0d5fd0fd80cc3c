using System.Globalization;
using System.Net;
using Kindred.Abuse.Libraries;

namespace Kindred.Abuse.Http.Crowds;

/// <summary>
/// Clients that take their time: silent ones, those whose request's head comes a byte at a time, those whose body does, and uploads without
/// an end. Somebody honest is served all the while, and afterwards the memory is free again.
/// </summary>
internal sealed class SlowAttack : IAttack
{
    private const int Pictures = 24;
    private const int MebibytesKept = 128;

    private static readonly IPAddress Attacker = IPAddress.Parse("127.0.0.66");
    private static readonly IPAddress Somebody = IPAddress.Parse("127.0.0.2");
    private static readonly TimeSpan LongestUntilFree = TimeSpan.FromMinutes(2);

    public string Name => "http-slow";

    /// <summary>A round is a second of each kind.</summary>
    public async Task RunAsync(AttackRun run, CancellationToken cancellationToken)
    {
        var scene = await Scene.MakeAsync(run, Pictures, cancellationToken);
        await using var served = await ServedKindred.StartAsync(
            scene.Over(scene.Copy("slow")), ["--rate-limit", "0"], [], cancellationToken);
        var upload = await File.ReadAllBytesAsync(Path.Combine(scene.Gallery, "even", "drawn0000.jpg"), cancellationToken);
        var length = TimeSpan.FromSeconds(run.Settings.Count ?? (run.Settings.Long ? 60 : 3));
        var many = run.Settings.Long ? 2_000 : 300;
        var id = (await served.IdsAsync(1, cancellationToken))[0];
        HttpRequestMessage Similar() =>
            new(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/api/images/{id}/similar?limit=5"));
        HttpRequestMessage Search() => new(HttpMethod.Post, "/api/search?limit=5")
        {
            Content = new MultipartFormDataContent { { new ByteArrayContent(upload), "image", "a.jpg" } },
        };
        var head = $"POST /api/recommendations HTTP/1.1\r\nHost: {served.Address.Authority}\r\nContent-Type: application/json\r\n"
            + "Content-Length: 200000\r\n\r\n{\"label\":\"";
        var form = $"POST /api/search HTTP/1.1\r\nHost: {served.Address.Authority}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n4e\r\n--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.jpg\"\r\n\r\n"
            + "\r\n";
        var chunk = $"4000\r\n{new string('a', 0x4000)}\r\n";

        await PhaseAsync("silent", many + 50, "", "", Similar);
        await PhaseAsync("slow heads", many + 50, "GET / HTTP/1.1\r\nX-Slow: ", "a", Similar);
        // As many as the server leaves for requests under way.
        await PhaseAsync("slow bodies", many / 2, head, "a", Similar);
        await PhaseAsync("endless uploads", run.Settings.Long ? 64 : 24, form, chunk, Search);

        async Task PhaseAsync(string what, int clients, string first, string again, Func<HttpRequestMessage> ask)
        {
            var before = served.Mebibytes;
            served.ForgetPeak();
            await using (new Honest(run, served, what, Somebody, ask))
            {
                using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                end.CancelAfter(length);
                await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => TakeTimeAsync(run, served, what, first, again, end.Token)));
            }

            run.Peak($"{what}: clients at once", clients);
            run.Peak($"{what}: peak of the server, MiB", served.PeakMebibytes);
            run.Count($"{what}: MiB before", before);
            await FreeAsync(run, served, what, before, cancellationToken);
        }
    }

    /// <summary>One client until the end; where the server closes its connection, it opens the next.</summary>
    private static async Task TakeTimeAsync(
        AttackRun run, ServedKindred served, string what, string first, string again, CancellationToken end)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                using var connection = await RawConnection.OpenAsync(served.Address, end, Attacker);
                run.Count($"{what}: connections");
                var isListening = await connection.SayAsync(first, end);
                var closed = connection.HearAllAsync(end);
                while (isListening && !closed.IsCompleted)
                {
                    if (again.Length > 0)
                        isListening = await connection.SayAsync(again, end);
                    // A byte a second; what is long is sent as fast as it is taken.
                    if (again.Length <= 1)
                        await Task.WhenAny(closed, Task.Delay(TimeSpan.FromSeconds(1), end));
                    end.ThrowIfCancellationRequested();
                }

                await closed;
                run.Count($"{what}: connections that the server ended");
                await Task.Delay(TimeSpan.FromMilliseconds(100), end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        catch (System.Net.Sockets.SocketException)
        {
            // It is not even let in.
            run.Count($"{what}: clients not let in");
        }
    }

    private static async Task FreeAsync(
        AttackRun run, ServedKindred served, string what, long before, CancellationToken cancellationToken)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (served.Mebibytes > before + MebibytesKept && System.Diagnostics.Stopwatch.GetElapsedTime(started) < LongestUntilFree)
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        var after = served.Mebibytes;
        run.Count($"{what}: MiB afterwards", after);
        run.Count($"{what}: seconds until then", (long)System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds);
        run.Expect(
            after <= before + MebibytesKept,
            string.Create(CultureInfo.InvariantCulture, $"{what}: {after - before} MiB more are kept than before"));
    }
}
