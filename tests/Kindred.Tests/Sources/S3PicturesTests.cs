using Kindred.Images;

namespace Kindred.Tests.Sources;

public sealed class S3PicturesTests
{
    private const string Folder = $"s3://{S3Server.Bucket}/shop";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_KeysOfAllKinds_AreThePathsOfThePictures()
    {
        await using var server = await S3Server.StartNewAsync();
        server.PageSize = 3;
        string[] paths = ["a b.jpg", "a+b.jpg", "a%20b.jpg", "chair/1.png", "chair/\u0001.jpg", "x//y.jpg", "椅子/é&<>.webp", "a#1?.gif"];
        foreach (var path in paths)
            server.Put($"shop/{path}", [1, 2, 3]);
        foreach (var other in (string[])["shop/notes.txt", "shop/.hidden.jpg", "shop/.kindred/1.jpg", "shopping/1.jpg", "1.jpg", "shop/dir.jpg/"])
            server.Put(other, [1]);
        using var pictures = server.Pictures();

        var listing = await pictures.ListAsync(Folder, "", Cancel);

        Assert.Equal(paths.Order(StringComparer.Ordinal), listing.Files.Select(file => file.Path));
        Assert.All(listing.Files, file => Assert.Equal(
            (3, new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc)), (file.Bytes, file.Modified)));
        foreach (var path in paths)
        {
            using var picture = await pictures.ReadAsync(Folder, path, 7, Cancel);
            Assert.Equal((7, 3), (picture.Ticket, picture.Length));
        }
    }
}
