// A shop's program: its client, KindredClient, is made by NSwag of the server's description; see docs/rest.md.
using System.Globalization;
using Shop.Kindred;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var http = new HttpClient { BaseAddress = new Uri(args is [var address, ..] ? address : "http://127.0.0.1:5123") };
var kindred = new KindredClient(http);

// The pictures, and what the shop says of them.
var images = await kindred.ListImagesAsync(sort: ImageSort.Name, limit: 100);
Console.WriteLine($"{images.Total} pictures");
var report = await kindred.SetAttributesAsync(new AttributesRequest
{
    Attributes =
    [
        .. images.Items.Select((image, i) => new AttributesEntry
        {
            Picture = $"{image.Id}",
            OwnId = $"SKU-{i}",
            Values = new Dictionary<string, object> { ["price"] = 10 * i, ["inStock"] = i % 2 == 0 },
        }),
    ],
});
Console.WriteLine($"{report.New + report.Updated + report.Unchanged} described");

// What is like one of them: by its number; and by the shop's own id, with a filter.
var first = images.Items.First();
var byNumber = await kindred.SimilarAsync($"{first.Id}", limit: 5);
Console.WriteLine($"like {first.Path}: {string.Join(' ', byNumber.Items.Select(image => image.Path))}");
var byOwnId = await kindred.SimilarAsync("id:SKU-0", limit: 5, where: "price < 100 and inStock");
Console.WriteLine($"like SKU-0: {string.Join(' ', byOwnId.Items.Select(image => $"{image.OwnId} at {image.Attributes["price"]}"))}");

// What is like a picture from anywhere.
using var picture = File.OpenRead(args is [_, var file, ..] ? file : "chair.jpg");
var search = await kindred.SearchAsync(limit: 3, image: new FileParameter(picture, "picture.jpg", "image/jpeg"));
Console.WriteLine($"like the picture: {string.Join(' ', search.Items.Select(image => image.Path))}");

// What somebody likes, and would choose next.
var like = await kindred.RecordInteractionAsync("tess", "id:SKU-1", new InteractionRequest { Kind = "like" });
Console.WriteLine($"tess likes {like.Path}");
var list = await kindred.RecommendToUserAsync("tess", limit: 4);
foreach (var image in list.Items)
    Console.WriteLine($"for tess: {image.Path} {image.Why}");
var forAnybody = await kindred.RecommendAsync(new RecommendationRequest { Positive = ["id:SKU-1"], Limit = 4 });
Console.WriteLine($"for anybody: {string.Join(' ', forAnybody.Items.Select(image => image.Path))}");

// What is refused says why.
try
{
    await kindred.GetImageAsync("id:NO-SUCH");
}
catch (ApiException<ProblemDetails> refused)
{
    Console.WriteLine($"refused: {refused.Result.Status} {refused.Result.Detail}");
}
