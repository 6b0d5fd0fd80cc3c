using Kindred.Libraries;
using Kindred.Recommendations;

await using var library = await Library.OpenAsync("gallery");
await library.IndexAsync("gallery");

using var gallery = await library.OpenGalleryAsync();
var like = await gallery.QueryAsync("sofa_0008.jpg");
foreach (var item in gallery.Recommend(Profile.Of(likes: [like])).Items)
    Console.WriteLine($"{item.Confidence:P0} {item.Image.Path}");
