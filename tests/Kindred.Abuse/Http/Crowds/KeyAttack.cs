using System.Diagnostics;
using System.Globalization;
using System.Net;
using Kindred.Abuse.Libraries;

namespace Kindred.Abuse.Http.Crowds;

/// <summary>
/// Guesses keys as fast as it can. It learns of few, and who has a right one notices nothing: elsewhere, or at the same address.
/// </summary>
internal sealed class KeyAttack : IAttack
{
    private const string Key = "correct horse battery staple";
    private const string Header = "X-Api-Key";
    private const int GuessesWhenLong = 100_000;
    private const int GuessesWhenShort = 1_000;
    private const int AtOnce = 8;

    /// <summary>Wrong keys that a client may show at once; one a second is added.</summary>
    private const int Allowed = 100;

    private static readonly IPAddress Attacker = IPAddress.Parse("127.0.0.66");
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2");

    public string Name => "http-keys";

    /// <summary>A round is a wrong key.</summary>
    public async Task RunAsync(AttackRun run, CancellationToken cancellationToken)
    {
        var scene = await Scene.MakeAsync(run, 24, cancellationToken);
        await using var served = await ServedKindred.StartAsync(
            scene.Over(scene.Copy("keys")), ["--rate-limit", "0"], [("KINDRED_API_KEY", Key)], cancellationToken);
        static HttpRequestMessage Ask(string key) => new(HttpMethod.Get, "/api/images?limit=5") { Headers = { { Header, key } } };
        using var client = Honest.ClientFrom(Attacker, served.Address);
        using (var known = await client.SendAsync(Ask(Key), cancellationToken))
            run.Expect(known.IsSuccessStatusCode, "The right key is not taken.");
        var guesses = run.Settings.Count ?? (run.Settings.Long ? GuessesWhenLong : GuessesWhenShort);
        var started = Stopwatch.GetTimestamp();
        await using (new Honest(run, served, "right key elsewhere", Elsewhere, () => Ask(Key)))
        await using (new Honest(run, served, "right key at the same address", Attacker, () => Ask(Key)))
        {
            await Parallel.ForAsync(
                0, guesses, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (i, stop) =>
                {
                    using var response = await client.SendAsync(Ask(string.Create(CultureInfo.InvariantCulture, $"wrong key {i}")), stop);
                    run.Count($"wrong keys answered {(int)response.StatusCode}");
                });
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        run.Count("guesses a second", (long)(guesses / seconds));
        var learned = run.Counts.GetValueOrDefault("wrong keys answered 401");
        run.Expect(
            learned <= Allowed + Math.Ceiling(seconds) + 1 + AtOnce,
            string.Create(CultureInfo.InvariantCulture, $"{learned} wrong keys are looked at in {seconds:0.0} seconds"));
        run.Expect(
            learned + run.Counts.GetValueOrDefault("wrong keys answered 429") == guesses, "Wrong keys are answered with something else.");
        run.Peak("peak of the server, MiB", served.PeakMebibytes);
    }
}
