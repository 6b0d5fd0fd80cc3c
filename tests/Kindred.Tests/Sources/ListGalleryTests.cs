using Kindred.Images.Sources;
using Kindred.Tests.Libraries;

namespace Kindred.Tests.Sources;

/// <summary>Indexing from a list.</summary>
public abstract class ListGalleryTests(LibraryFixture fixture, bool isJson) : RemoteGalleryTests(fixture)
{
    private ListServer _server = null!; // Started before each test.

    protected override LoopbackServer Server => _server;

    protected override string Folder => _server.List;

    protected override async Task StartAsync() => _server = await ListServer.StartNewAsync(isJson);

    protected override void Put(string path, byte[] bytes, DateTime? modified = null)
    {
        _server.Instead = null;
        _server.Put(path, bytes, modified);
    }

    protected override void Remove(string path) => _server.Remove(path);

    protected override void Rename(string old, string path)
    {
        _server.Put(path, _server[old]);
        _server.Remove(old);
    }

    protected override void Clear()
    {
        foreach (var path in _server.Paths)
            _server.Remove(path);
        _server.Instead = "# Nothing today.\n";
    }

    protected override bool IsPicture(string target) => !target.Contains("pictures.", StringComparison.Ordinal);

    internal override PictureSources Sources() => new(("http", () => ListServer.Pictures()));
}

/// <summary>From one that says all there is to say.</summary>
public sealed class JsonListGalleryTests(LibraryFixture fixture) : ListGalleryTests(fixture, isJson: true);

/// <summary>From one of addresses alone.</summary>
public sealed class TextListGalleryTests(LibraryFixture fixture) : ListGalleryTests(fixture, isJson: false);
