using Kindred.Images.Sources;
using Kindred.Tests.Libraries;

namespace Kindred.Tests.Sources;

/// <summary>Indexing from storage, by pages of four.</summary>
public sealed class S3GalleryTests(LibraryFixture fixture) : RemoteGalleryTests(fixture)
{
    private S3Server _server = null!; // Started before each test.

    protected override LoopbackServer Server => _server;

    protected override string Folder => $"s3://{S3Server.Bucket}/the shop";

    protected override async Task StartAsync()
    {
        _server = await S3Server.StartNewAsync();
        _server.PageSize = 4;
        _server.Put("other/1.jpg", Draw(77));
    }

    protected override void Put(string path, byte[] bytes, DateTime? modified = null) => _server.Put($"the shop/{path}", bytes, modified);

    protected override void Remove(string path) => _server.Remove($"the shop/{path}");

    protected override void Rename(string old, string path) => _server.Rename($"the shop/{old}", $"the shop/{path}");

    protected override void Clear()
    {
        foreach (var key in _server.Keys.Where(key => key.StartsWith("the shop/", StringComparison.Ordinal)).ToArray())
            _server.Remove(key);
    }

    protected override bool IsPicture(string target) => target.StartsWith($"/{S3Server.Bucket}/the%20shop/", StringComparison.Ordinal);

    internal override PictureSources Sources() => new(("s3", () => _server.Pictures()));
}
