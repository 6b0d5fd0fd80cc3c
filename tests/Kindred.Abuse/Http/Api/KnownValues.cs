using System.Globalization;
using System.Text.Json;

namespace Kindred.Abuse.Http.Api;

/// <summary>What a request may name that is there: pictures, users, tastes and labels of the library as it is now.</summary>
internal sealed record KnownValues
{
    /// <summary>A place on this machine to fetch pictures from where nobody answers: the port of the service that discards.</summary>
    public const string NobodyListens = "127.0.0.1:9";

    public required string[] Pictures { get; init; }

    public required string[] Tastes { get; init; }

    public required string[] Labels { get; init; }

    /// <summary>A file that is a picture.</summary>
    public required byte[] Upload { get; init; }

    /// <summary>Asks what is there. The user ann likes some pictures afterwards, whatever was forgotten before.</summary>
    public static async Task<KnownValues> LookAsync(ServedKindred served, byte[] upload, CancellationToken cancellationToken)
    {
        var ids = await served.IdsAsync(8, cancellationToken);
        foreach (var id in ids.Take(4))
        {
            using var like = new StringContent("""{"kind":"like"}""", System.Text.Encoding.UTF8, "application/json");
            var address = string.Create(CultureInfo.InvariantCulture, $"/api/users/ann/interactions/{id}");
            using var liked = await served.Client.PutAsync(new Uri(address, UriKind.Relative), like, cancellationToken);
            liked.EnsureSuccessStatusCode();
        }

        var tastes = await served.GetAsync("/api/users/ann/tastes", cancellationToken);
        var labels = await served.GetAsync("/api/labels", cancellationToken);
        return new KnownValues
        {
            Pictures = [.. ids.Select(id => id.ToString(CultureInfo.InvariantCulture))],
            Tastes = Texts(tastes, "key"),
            Labels = Texts(labels, "label"),
            Upload = upload,
        };
    }

    /// <summary>A good text for a parameter or field, by its name; null for one that needs none.</summary>
    public string? Find(string name) => name switch
    {
        "id" or "picture" or "positive" or "negative" or "likes" => Pictures[0],
        "taste" or "tastes" => Tastes[0],
        "user" => "ann",
        "label" => Labels[0],
        "kind" => "like",
        "color" => "red",
        "text" => "a red chair",
        "where" => "price < 300",
        "time" => "2026-01-02T03:04:05Z",
        "name" => "price",
        "size" => "320",
        "url" => $"http://{NobodyListens}/a.jpg",
        _ => null,
    };

    private static string[] Texts(JsonElement list, string field) =>
    [
        .. list.GetProperty("items").EnumerateArray().Select(item => item.TryGetProperty(field, out var text) ? text.GetString() : null)
            .OfType<string>(),
    ];
}
