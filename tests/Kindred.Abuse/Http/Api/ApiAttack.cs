using System.Net;
using System.Text.Json;
using Kindred.Abuse.Libraries;

namespace Kindred.Abuse.Http.Api;

/// <summary>
/// Asks every operation of the API's own description for everything: good, at the bounds, beyond them, and of other types. Each answer has
/// to be as the description says. What an operation destroys is the scratch library's.
/// </summary>
internal sealed class ApiAttack : IAttack
{
    private const int Pictures = 24;
    private const int AnyWhenShort = 10;
    private const int AnyWhenLong = 3_000;

    public string Name => "http-api";

    /// <summary>A round is a request by chance to each operation, beside those that have one thing of their own.</summary>
    public async Task RunAsync(AttackRun run, CancellationToken cancellationToken)
    {
        var scene = await Scene.MakeAsync(run, Pictures, cancellationToken);
        await using var served = await ServedKindred.StartAsync(
            scene.Over(scene.Copy("api")), ["--rate-limit", "0", "--allow-changes", "--fetch-from", KnownValues.NobodyListens], [],
            cancellationToken);
        var upload = await File.ReadAllBytesAsync(
            Path.Combine(scene.Gallery, "even", DrawnPicture.Write(Path.Combine(scene.Gallery, "even"), 0)), cancellationToken);
        var document = new ApiDocument(await served.GetAsync("/openapi/v1.json", cancellationToken));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        client.Timeout = TimeSpan.FromMinutes(2);
        var settings = run.Settings;
        foreach (var operation in document.Operations)
        {
            run.Count("operations");
            var random = new Random(settings.Seed);
            var known = await KnownValues.LookAsync(served, upload, cancellationToken);
            var cases = new ApiCases(document, operation, known);
            foreach (var one in cases.One())
                await TryAsync(run, served, client, document, one, cancellationToken);
            known = await KnownValues.LookAsync(served, upload, cancellationToken);
            cases = new ApiCases(document, operation, known);
            for (var i = settings.Count ?? (settings.Long ? AnyWhenLong : AnyWhenShort); i > 0; i--)
                await TryAsync(run, served, client, document, cases.Any(random), cancellationToken);
        }

        var health = await served.GetAsync("/healthz", cancellationToken);
        run.Expect(health.GetProperty("status").GetString() == "healthy", $"the server is not well afterwards: {health}");
        run.Peak("peak of the server, MiB", served.PeakMebibytes);
    }

    private static async Task TryAsync(
        AttackRun run, ServedKindred served, HttpClient client, ApiDocument document, ApiCase one, CancellationToken cancellationToken)
    {
        run.Count("requests");
        try
        {
            using var request = one.ToRequest(served.Address);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            run.Count($"  answered {status}");
            if (IsOfTheWebServer(response))
            {
                run.Count("  refused before the API");
                return;
            }

            foreach (var fault in await AnswerFaults.FindAsync(document, response, cancellationToken))
                run.Fail($"{one}: {fault}");
            if (status >= 500 && response.StatusCode != HttpStatusCode.ServiceUnavailable)
                run.Fail($"{one}: answers {status}");
            if (one.Expected == Expectation.Success && status >= 400)
                run.Fail($"{one}: answers {status} to what is good: {await response.Content.ReadAsStringAsync(cancellationToken)}");
            if (one.Expected == Expectation.Refusal && status < 400)
                run.Fail($"{one}: answers {status} to what is wrong");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or TimeoutException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The server may close a connection on which more comes than it takes.
            if (one.Body is { Length: > 1 << 20 } && !served.HasExited)
                run.Count("  connections closed on what is too large");
            else
                run.Fail($"{one}: {exception.Message} {exception.InnerException?.Message}");
        }
    }

    /// <summary>Whether the web server refused a request line that it cannot read, before the API saw it.</summary>
    private static bool IsOfTheWebServer(HttpResponseMessage response) =>
        response is { StatusCode: HttpStatusCode.BadRequest, Content.Headers: { ContentLength: 0, ContentType: null } }
        && response.RequestMessage?.RequestUri?.OriginalString is { } address
        && (address.Contains("%00", StringComparison.Ordinal) || address.Contains("%FF", StringComparison.Ordinal));
}
