using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Kindred.Abuse.Libraries;

namespace Kindred.Abuse.Http.Crowds;

/// <summary>Likes of many people at once while the library is indexed. Each that was acknowledged is there, also after a crash.</summary>
internal sealed class WriteAttack : IAttack
{
    private const int Pictures = 24;
    private const int Writers = 16;
    private const int LikesWhenLong = 20_000;
    private const int LikesWhenShort = 300;

    public string Name => "http-write";

    /// <summary>A round is a like.</summary>
    public async Task RunAsync(AttackRun run, CancellationToken cancellationToken)
    {
        var scene = await Scene.MakeAsync(run, Pictures, cancellationToken);
        var kindred = scene.Over(scene.Copy("write"));
        var likes = run.Settings.Count ?? (run.Settings.Long ? LikesWhenLong : LikesWhenShort);
        var acknowledged = new ConcurrentBag<(string User, long Picture)>();
        await using (var served = await ServedKindred.StartAsync(kindred, ["--rate-limit", "0"], [], cancellationToken))
        {
            var ids = await served.IdsAsync(Pictures, cancellationToken);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var indexing = KeepIndexingAsync(run, served, scene, likes, stop.Token);
            await Parallel.ForAsync(
                0, likes, new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
                async (i, cancel) =>
                {
                    var (user, picture) = (string.Create(CultureInfo.InvariantCulture, $"user {i / ids.Length}"), ids[i % ids.Length]);
                    using var response = await served.Client.PutAsJsonAsync(
                        string.Create(CultureInfo.InvariantCulture, $"/api/users/{Uri.EscapeDataString(user)}/interactions/{picture}"),
                        new { kind = "like" }, cancel);
                    run.Count($"likes answered {(int)response.StatusCode}");
                    if (response.IsSuccessStatusCode)
                        acknowledged.Add((user, picture));
                    else if ((int)response.StatusCode != 503)
                        run.Fail($"A like is answered {response.StatusCode}: {await response.Content.ReadAsStringAsync(cancel)}");
                });
            await stop.CancelAsync();
            await indexing;
            await LookAsync(run, served, acknowledged, "likes there", cancellationToken);
            run.Peak("peak of the server, MiB", served.PeakMebibytes);
            served.Kill(); // As a crash does.
        }

        await using var again = await ServedKindred.StartAsync(kindred, ["--rate-limit", "0"], [], cancellationToken);
        await LookAsync(run, again, acknowledged, "likes there after a crash", cancellationToken);
    }

    /// <summary>Index runs with new pictures, one after the other.</summary>
    private static async Task KeepIndexingAsync(AttackRun run, ServedKindred served, Scene scene, int first, CancellationToken end)
    {
        await Task.Yield();
        var number = 10_000 + first;
        try
        {
            while (true)
            {
                for (var i = 0; i < 8; i++)
                    DrawnPicture.Write(Path.Combine(scene.Gallery, "even"), number++);
                using var started = await served.Client.PostAsync(new Uri("/api/index", UriKind.Relative), content: null, end);
                run.Count($"index runs answered {(int)started.StatusCode}");
                JsonElement state;
                do
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(100), end);
                    state = await served.GetAsync("/api/index", end);
                }
                while (state.GetProperty("state").GetString() == "running");
                run.Count("index runs ended");
                run.Expect(state.GetProperty("state").GetString() == "done", $"An index run ended so: {state}");
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
    }

    private static async Task LookAsync(
        AttackRun run, ServedKindred served, IEnumerable<(string User, long Picture)> acknowledged, string what,
        CancellationToken cancellationToken)
    {
        foreach (var user in acknowledged.GroupBy(like => like.User, StringComparer.Ordinal))
        {
            var list = await served.GetAsync($"/api/users/{Uri.EscapeDataString(user.Key)}/interactions?limit=500", cancellationToken);
            var there = list.GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("image").GetProperty("id").GetInt64()).ToHashSet();
            foreach (var (_, picture) in user)
            {
                if (run.Expect(
                    there.Contains(picture),
                    string.Create(CultureInfo.InvariantCulture, $"The like of {user.Key} for {picture} was acknowledged, and is gone.")))
                    run.Count(what);
            }
        }
    }
}
