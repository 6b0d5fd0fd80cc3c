using System.Net.Http.Json;

using var kindred = new HttpClient { BaseAddress = new Uri(args is [var address] ? address : "http://127.0.0.1:5123") };
await kindred.PutAsJsonAsync("/api/users/ann/interactions/1", new { kind = "like" });
var list = await kindred.GetFromJsonAsync<RecommendationList>("/api/users/ann/recommendations?limit=5");
foreach (var item in list?.Items ?? [])
    Console.WriteLine($"{item.Confidence:P0} {item.Path} {item.Why}");

internal sealed record RecommendationList(IReadOnlyList<Recommendation> Items);
internal sealed record Recommendation(long Id, string Path, double? Confidence, string Why);
