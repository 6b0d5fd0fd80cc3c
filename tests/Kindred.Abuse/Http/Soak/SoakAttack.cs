using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Kindred.Abuse.Libraries;

namespace Kindred.Abuse.Http.Soak;

/// <summary>Ordinary requests of every kind for a long time. Memory, threads and open files must not grow with them.</summary>
internal sealed class SoakAttack : IAttack
{
    private const int Pictures = 48;
    private const int Clients = 4;
    private const double WarmUp = 0.25;
    private const int MinutesWhenLong = 60;

    private static readonly TimeSpan WhenShort = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    public string Name => "http-soak";

    /// <summary>A round is a minute.</summary>
    public async Task RunAsync(AttackRun run, CancellationToken cancellationToken)
    {
        var settings = run.Settings;
        var scene = await Scene.MakeAsync(run, Pictures, cancellationToken);
        await using var served = await ServedKindred.StartAsync(
            scene.Over(scene.Copy("soak")), ["--rate-limit", "0"], [], cancellationToken);
        var ids = await served.IdsAsync(Pictures, cancellationToken);
        await GivePricesAsync(served, ids, cancellationToken);
        var upload = await File.ReadAllBytesAsync(Path.Combine(scene.Gallery, "even", "drawn0000.jpg"), cancellationToken);
        var length = settings.Count is { } minutes ? TimeSpan.FromMinutes(minutes)
            : settings.Long ? TimeSpan.FromMinutes(MinutesWhenLong) : WhenShort;

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(length);
        var asking = Enumerable.Range(0, Clients)
            .Select(i => AskAsync(run, served, ids, upload, new Random(settings.Seed + i), end.Token)).ToList();
        var (memory, handles, threads) = (new Trend(), new Trend(), new Trend());
        var started = Stopwatch.GetTimestamp();
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(BetweenLooks, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var hours = Stopwatch.GetElapsedTime(started).TotalHours;
            if (hours < length.TotalHours * WarmUp)
                continue;
            memory.Add(hours, served.Mebibytes);
            handles.Add(hours, served.Handles);
            threads.Add(hours, served.Threads);
            run.Peak("most threads", served.Threads);
            run.Peak("most open files and sockets", served.Handles);
        }

        await Task.WhenAll(asking);
        cancellationToken.ThrowIfCancellationRequested();
        Report("MiB", memory);
        Report("open files and sockets", handles);
        Report("threads", threads);
        run.Peak("peak of the server, MiB", served.PeakMebibytes);

        void Report(string what, Trend trend)
        {
            var grown = trend.Slope() * length.TotalHours * (1 - WarmUp);
            run.Count($"{what}, mean after warming up", (long)Math.Round(trend.Mean));
            run.Count($"{what} more an hour, by least squares", (long)Math.Round(trend.Slope()));
            run.Count($"{what} more in this run, by the same", (long)Math.Round(grown));
            // In seconds the runtime is still finding its size.
            if (settings.Long || settings.Count is not null)
            {
                run.Expect(
                    grown < Math.Max(32, trend.Mean / 5),
                    string.Create(CultureInfo.InvariantCulture, $"{grown:0} {what} more than at the beginning, of {trend.Mean:0}"));
            }
        }
    }

    /// <summary>What is asked for by price has one.</summary>
    private static async Task GivePricesAsync(ServedKindred served, long[] ids, CancellationToken cancellationToken)
    {
        var attributes = ids.Select((id, i) => new
        {
            picture = id.ToString(CultureInfo.InvariantCulture),
            values = new Dictionary<string, int>(StringComparer.Ordinal) { ["price"] = 20 * i },
        });
        using var given = await served.Client.PostAsJsonAsync("/api/attributes", new { attributes }, cancellationToken);
        given.EnsureSuccessStatusCode();
    }

    private static async Task AskAsync(
        AttackRun run, ServedKindred served, long[] ids, byte[] upload, Random random, CancellationToken end)
    {
        await Task.Yield();
        try
        {
            while (!end.IsCancellationRequested)
            {
                using var request = Any(ids, upload, random);
                using var response = await served.Client.SendAsync(request, end);
                run.Count("requests");
                if (response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.NotFound)
                    continue;
                run.Fail($"{request.Method} {request.RequestUri} is answered {response.StatusCode}: "
                    + await response.Content.ReadAsStringAsync(end));
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        catch (HttpRequestException) when (end.IsCancellationRequested)
        {
        }
    }

    private static HttpRequestMessage Any(long[] ids, byte[] upload, Random random)
    {
        var id = ids[random.Next(ids.Length)];
        var user = random.Next(200);
        HttpRequestMessage Get(FormattableString address) => new(HttpMethod.Get, FormattableString.Invariant(address));
        return random.Next(14) switch
        {
            0 => Get($"/api/images?limit={random.Next(1, 50)}&sort=name"),
            1 => Get($"/api/images/{id}/similar?limit={random.Next(1, 20)}"),
            2 => Get($"/api/images/{id}/thumbnail?size=160"),
            3 => Get($"/api/images/{id}/file"),
            4 => Get($"/api/users/soak{user}/recommendations?limit=10"),
            5 => Get($"/api/users/soak{user}/interactions"),
            6 => Get($"/api/images?q=drawn&where=price%20%3C%20{random.Next(1000)}"),
            7 => Get($"/api/layout"),
            8 => Get($"/api/near-duplicates"),
            9 => Get($"/metrics"),
            10 => Get($"/api/users/ann/recommendations?limit=3&heatMaps=true"),
            11 => new(HttpMethod.Delete, FormattableString.Invariant($"/api/users/soak{user}/interactions/{id}")),
            12 => new(HttpMethod.Post, "/api/search?limit=5")
            {
                Content = new MultipartFormDataContent { { new ByteArrayContent(upload), "image", "a.jpg" } },
            },
            _ => new(HttpMethod.Put, FormattableString.Invariant($"/api/users/soak{user}/interactions/{id}"))
            {
                Content = JsonContent.Create(new { kind = random.Next(4) == 0 ? "dislike" : "like" }),
            },
        };
    }
}
