using System.Net;
using Kindred.Tests.Cli;
using SkiaSharp;

namespace Kindred.Tests.Server.Thumbnails;

/// <summary>Thumbnails, and files that are no longer what was indexed.</summary>
public sealed class ThumbnailRouteTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ServerRun? _run;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ServerRun Run => _run ?? throw new InvalidOperationException("The server has not been started.");

    public async ValueTask InitializeAsync()
    {
        TestPictures.Write(Picture("wide.jpg"), 1, 900, 450);
        TestPictures.Write(Picture("tall.png"), 2, 300, 1000);
        TestPictures.Write(Picture("small.jpg"), 3, 100, 50);
        Assert.Equal(0, (await CliRun.InProcessAsync("index", _folder.File("gallery"), "--library", _folder.File("library"))).ExitCode);
        _run = await ServerRun.StartAsync(_folder.File("library"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
            await _run.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("wide.jpg", "", 320, 160)]
    [InlineData("wide.jpg", "?size=160", 160, 80)]
    [InlineData("wide.jpg", "?size=320", 320, 160)]
    [InlineData("wide.jpg", "?size=640", 640, 320)]
    [InlineData("tall.png", "?size=160", 48, 160)]
    [InlineData("small.jpg", "?size=640", 100, 50)]
    public async Task Get_ASize_IsAJpegWithThatLongerSide(string name, string query, int width, int height)
    {
        using var response = await Run.SendAsync(HttpMethod.Get, $"/api/images/{await Run.IdAsync(name)}/thumbnail{query}");

        Assert.Equal("image/jpeg", response.Content.Headers.ContentType?.MediaType);
        var bytes = await response.Content.ReadAsByteArrayAsync(Cancel);
        using var codec = SKCodec.Create(new MemoryStream(bytes));
        Assert.Equal((SKEncodedImageFormat.Jpeg, width, height), (codec.EncodedFormat, codec.Info.Width, codec.Info.Height));
        using var decoded = SKBitmap.Decode(bytes);
        using var original = SKBitmap.Decode(Picture(name));
        Assert.InRange(Distance(Mean(decoded), Mean(original)), 0, 12);
    }

    [Fact]
    public async Task Get_WithTheContentsVersion_MayBeKeptForGood()
    {
        var image = await Run.GetAsync($"/api/images/{await Run.IdAsync("wide.jpg")}");
        var address = image.GetProperty("thumbnail").GetString()!;

        using var named = await Run.SendAsync(HttpMethod.Get, address + "&size=160");
        using var unnamed = await Run.SendAsync(HttpMethod.Get, address.Split('?')[0]);
        using var wrong = await Run.SendAsync(HttpMethod.Get, address[..^1] + (address[^1] == '0' ? '1' : '0'));

        Assert.Contains("immutable", named.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromDays(365), named.Headers.CacheControl.MaxAge);
        Assert.False(named.Headers.CacheControl.Public);
        Assert.All([unnamed, wrong], response =>
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.DoesNotContain("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.True(response.Headers.CacheControl.NoCache);
        });
    }

    [Fact]
    public async Task Get_WhatIsKnown_IsNotSentAgain()
    {
        var address = $"/api/images/{await Run.IdAsync("wide.jpg")}/thumbnail";
        using var first = await Run.SendAsync(HttpMethod.Get, address);
        var tag = first.Headers.ETag!.Tag;

        using var known = await Run.SendAsync(HttpMethod.Get, address, null, ("If-None-Match", $"\"other\", W/{tag}"));

        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Equal(tag, known.Headers.ETag?.Tag);
        Assert.Equal(HttpStatusCode.NotModified, await Run.StatusAsync(HttpMethod.Get, address, null, ("If-None-Match", "*")));
        // Another size is another thumbnail.
        Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(HttpMethod.Get, address + "?size=640", null, ("If-None-Match", tag)));
    }

    [Fact]
    public async Task Get_ManyAtOnce_AreAllTheSame()
    {
        var address = $"/api/images/{await Run.IdAsync("tall.png")}/thumbnail?size=640";

        var all = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => Run.Client.GetByteArrayAsync(new Uri(address, UriKind.Relative), Cancel)));

        Assert.All(all, one => Assert.Equal(all[0], one));
    }

    [Fact]
    public async Task File_ThatIsAnotherPictureNow_IsGoneUntilItIsIndexed()
    {
        var id = await Run.IdAsync("wide.jpg");
        TestPictures.Write(Picture("wide.jpg"), 50, 400, 400);

        Assert.Equal(HttpStatusCode.Gone, await Run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/file"));
        using var thumbnail = await Run.SendAsync(HttpMethod.Get, $"/api/images/{id}/thumbnail");
        Assert.Equal(HttpStatusCode.Gone, thumbnail.StatusCode);
        Assert.DoesNotContain("max-age", thumbnail.Headers.CacheControl?.ToString() ?? "", StringComparison.Ordinal);

        await Run.JsonAsync(HttpMethod.Post, "/api/index");
        await Run.IndexedAsync();
        var bytes = await Run.Client.GetByteArrayAsync(
            new Uri($"/api/images/{await Run.IdAsync("wide.jpg")}/file", UriKind.Relative), Cancel);
        Assert.Equal(await File.ReadAllBytesAsync(Picture("wide.jpg"), Cancel), bytes);
    }

    [Fact]
    public async Task File_ThatIsALinkOutOfTheGalleryNow_IsNotShown()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only developers and administrators make links.");
        var id = await Run.IdAsync("small.jpg");
        foreach (var target in new[] { "/etc/passwd", "/dev/zero", "/proc/self/environ", _folder.Path, "nowhere" })
        {
            File.Delete(Picture("small.jpg"));
            File.CreateSymbolicLink(Picture("small.jpg"), target);

            Assert.Equal(HttpStatusCode.Gone, await Run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/file"));
            Assert.Equal(HttpStatusCode.Gone, await Run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/thumbnail"));
        }
    }

    [Fact]
    public async Task File_WhoseFolderIsGone_IsGone()
    {
        var id = await Run.IdAsync("tall.png");
        Directory.Delete(_folder.File("gallery"), recursive: true);

        Assert.Equal(HttpStatusCode.Gone, await Run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/file"));
        Assert.Equal(HttpStatusCode.Gone, await Run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/thumbnail"));
        // What is known of it is still shown.
        Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(HttpMethod.Get, $"/api/images/{id}"));
    }

    private static (double Red, double Green, double Blue) Mean(SKBitmap bitmap)
    {
        var pixels = bitmap.Pixels;
        return (pixels.Average(pixel => pixel.Red), pixels.Average(pixel => pixel.Green), pixels.Average(pixel => pixel.Blue));
    }

    private static double Distance((double Red, double Green, double Blue) a, (double Red, double Green, double Blue) b) =>
        Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue);

    private string Picture(string name) => _folder.File("gallery", name);
}
