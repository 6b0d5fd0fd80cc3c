using System.Text;
using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Sources.Lists;
using Microsoft.AspNetCore.Http;

namespace Kindred.Tests.Sources;

public sealed class ListedPicturesTests : IAsyncLifetime
{
    private ListServer _server = null!; // Started before each test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ListServer.StartNewAsync(isJson: false);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_LinesOfAllKinds_NameWhatTheySay()
    {
        foreach (var path in (string[])["chair/1.jpg", "2.png"])
            _server.Put(path, [1, 2, 3]);
        _server.Special["/elsewhere/%C3%A9.webp"] = context =>
        {
            context.Response.ContentLength = 4;
            return context.Response.WriteAsync("four", Cancel);
        };
        var other = $"{_server.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}/shop/chair/1.jpg";
        _server.Instead = $$"""
            ﻿# A comment, after a mark of the order of bytes, and an empty line

            {{_server.Address}}/shop/chair/1.jpg
            /shop/2.png
            /elsewhere/%C3%A9.webp
            {"url":"{{_server.Address}}/shop/2.png","path":"table/2.png","bytes":"3","modified":"2025-03-04T05:06:07","price":9.5}
            {"URL":"/shop/2.png?token=hidden","path":"table/3.png","bytes":3,"modified":"2025-03-04T05:06:07+02:00"}
            {"url":"/shop/2.png","path":"chair/1.jpg"}
            {"url":"/shop/2.png","path":"/etc/1.jpg"}
            {"url":"/shop/2.png","path":"a/../1.jpg"}
            {"url":"/shop/2.png","path":"x/1.jpg","modified":"yesterday"}
            /shop/notes.txt
            {{other}}
            """;
        using var pictures = ListServer.Pictures();

        var listing = await pictures.ListAsync(_server.List, "", Cancel);

        Assert.Equal(
            ["2.png", "chair/1.jpg", "elsewhere/é.webp", "table/2.png", "table/3.png"], listing.Files.Select(file => file.Path));
        Assert.Equal(new DateTime(2025, 3, 4, 5, 6, 7, DateTimeKind.Utc), listing.Files[3].Modified);
        Assert.Equal(new DateTime(2025, 3, 4, 3, 6, 7, DateTimeKind.Utc), listing.Files[4].Modified);
        Assert.Equal([3, 3, 4, 3, 3], listing.Files.Select(file => file.Bytes));
        Assert.Equal(
            ["/etc/1.jpg", "a/../1.jpg", "chair/1.jpg", "notes.txt", "shop/chair/1.jpg", "x/1.jpg"],
            listing.Problems.Select(problem => problem.Path));
        Assert.DoesNotContain("", listing.Unlisted);
        Assert.DoesNotContain(listing.Problems, problem => problem.Reason.Contains("hidden", StringComparison.Ordinal));
        foreach (var file in listing.Files)
        {
            using var picture = await pictures.ReadAsync(_server.List, file.Path, 7, Cancel);
            Assert.Equal((7, file.Bytes), (picture.Ticket, picture.Length));
        }
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("<html><body>Back soon</body></html>")]
    [InlineData("{\"url\":\"/shop/2.png\"")]
    [InlineData("{\"path\":\"2.png\"}")]
    [InlineData("{\"url\":\"/shop/2.png\",\"bytes\":[]}")]
    [InlineData("ftp://shop.example/1.jpg")]
    [InlineData("file:///etc/1.jpg")]
    [InlineData("https://ann:secret@shop.example/1.jpg")]
    public async Task List_LineThatIsNone_SaysWhere_AndThatNothingIsKnownOfOthers(string line)
    {
        _server.Put("1.jpg", [1]);
        _server.Before = line + "\n";
        using var pictures = ListServer.Pictures();

        var listing = await pictures.ListAsync(_server.List, "", Cancel);

        Assert.Equal("1.jpg", Assert.Single(listing.Files).Path);
        Assert.Equal("line 1 of the list", Assert.Single(listing.Problems).Path);
        Assert.DoesNotContain("secret", listing.Problems[0].Reason, StringComparison.Ordinal);
        Assert.Contains("", listing.Unlisted);
    }

    [Fact]
    public async Task List_APageInItsPlace_IsNoList()
    {
        (_server.Instead, _server.ListType) = ("<html>Back soon</html>", "text/html; charset=utf-8");
        using var pictures = ListServer.Pictures();

        var fault = await Assert.ThrowsAsync<KindredException>(() => pictures.HasAsync(_server.List, Cancel).AsTask());

        Assert.Equal(Fault.SourceUnreachable, fault.Fault);
        Assert.Equal($"The list {_server.List} cannot be read: the server answers with a page, not with a list.", fault.Message);
    }

    [Fact]
    public async Task List_LongerThanAnyLine_IsRefusedWithoutBeingHeld()
    {
        _server.Instead = new string('x', 1 << 20);
        using var pictures = ListServer.Pictures();

        var fault = await Assert.ThrowsAsync<KindredException>(() => pictures.HasAsync(_server.List, Cancel).AsTask());

        Assert.Contains("64 KiB", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ServersThatSayLess_AreComparedByWhatTheySay()
    {
        _server.Put("1.jpg", [1, 2]);
        _server.Put("2.jpg", [1, 2, 3]);
        _server.SaysTimes = false;
        _server.KnowsHead = false;
        using var pictures = ListServer.Pictures();

        var first = (await pictures.ListAsync(_server.List, "", Cancel)).Files;
        var second = (await pictures.ListAsync(_server.List, "", Cancel)).Files;
        _server.Put("1.jpg", [3, 4]);
        var third = (await pictures.ListAsync(_server.List, "", Cancel)).Files;

        Assert.Equal(first, second);
        Assert.Equal([2, 3], first.Select(file => file.Bytes));
        Assert.Equal(first[1], third[1]);
        Assert.NotEqual(first[0].Modified, third[0].Modified);
        Assert.All(third, file => Assert.Equal(new DateOnly(1970, 1, 1), DateOnly.FromDateTime(file.Modified)));
    }

    [Fact]
    public async Task List_PictureThatItsServerHasNot_IsNamed_AndItsImageStays()
    {
        _server.Instead = "/shop/gone.jpg\n/shop/mine.jpg\n";
        _server.Special["/shop/mine.jpg"] = Status(403);
        using var pictures = ListServer.Pictures();

        var listing = await pictures.ListAsync(_server.List, "", Cancel);

        Assert.Empty(listing.Files);
        Assert.Equal([("gone.jpg", "no such file"), ("mine.jpg", "permission denied")], listing.Problems);
        Assert.Equal(["gone.jpg", "mine.jpg"], listing.Unlisted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Read_AfterTheListHasChanged_FollowsIt()
    {
        _server.Put("1.jpg", [1]);
        using var pictures = ListServer.Pictures();
        Assert.Single((await pictures.ListAsync(_server.List, "", Cancel)).Files);
        _server.ClearRequests();
        using (await pictures.ReadAsync(_server.List, "1.jpg", 0, Cancel))
            Assert.Equal(["/shop/1.jpg"], _server.Requests.Select(request => request.Target));

        var fault = await Assert.ThrowsAsync<UnreadableImageException>(() => pictures.ReadAsync(_server.List, "2.jpg", 0, Cancel).AsTask());

        Assert.Equal((ImageFault.Missing, "no such file"), (fault.ImageFault, fault.Message));
    }

    [Fact]
    public async Task Read_WhatTheListDoesNotName_IsNotAskedFor()
    {
        _server.Instead = "/shop/1.jpg\n";
        _server.Put("1.jpg", [1]);
        _server.Put("secret.jpg", [1]);
        using var pictures = ListServer.Pictures();

        await Assert.ThrowsAsync<UnreadableImageException>(() => pictures.ReadAsync(_server.List, "secret.jpg", 0, Cancel).AsTask());
        await Assert.ThrowsAsync<UnreadableImageException>(() => pictures.ReadAsync(_server.List, "../secret.jpg", 0, Cancel).AsTask());

        Assert.DoesNotContain(_server.Requests, request => request.Target.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_AnotherServer_IsAskedOnlyIfItIsNamed_AndLearnsNoKey()
    {
        await using var other = await ListServer.StartNewAsync(isJson: false);
        other.Put("1.jpg", [1, 2, 3]);
        var host = new Uri(other.Address).Authority;
        _server.Instead = $"http://{host}/shop/1.jpg\n";
        using var closed = ListServer.Pictures("Bearer key");
        using var open = ListServer.Pictures("Bearer key", host);

        var refused = await closed.ListAsync(_server.List, "", Cancel);
        Assert.Empty(refused.Files);
        Assert.Contains("KINDRED_LIST_HOSTS", Assert.Single(refused.Problems).Reason, StringComparison.Ordinal);
        Assert.Empty(other.Requests);

        var listed = Assert.Single((await open.ListAsync(_server.List, "", Cancel)).Files);
        using var picture = await open.ReadAsync(_server.List, listed.Path, 0, Cancel);
        Assert.Equal(3, picture.Length);
        Assert.All(_server.Requests, request => Assert.Equal("Bearer key", request.Authorization));
        Assert.All(other.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task Redirect_IsFollowedOnTheSameServerAlone()
    {
        await using var other = await ListServer.StartNewAsync(isJson: false);
        other.Put("1.jpg", [1, 2, 3]);
        _server.Put("real.jpg", [1, 2, 3, 4]);
        _server.Instead = "/shop/near.jpg\n/shop/far.jpg\n/shop/round.jpg\n/shop/real.jpg\n";
        _server.Special["/shop/near.jpg"] = Redirect("/shop/real.jpg");
        _server.Special["/shop/far.jpg"] = Redirect($"{other.Address}/shop/1.jpg");
        _server.Special["/shop/round.jpg"] = Redirect("/shop/round.jpg");
        using var pictures = ListServer.Pictures("Bearer key");

        var listing = await pictures.ListAsync(_server.List, "", Cancel);

        Assert.Equal([("near.jpg", 4L), ("real.jpg", 4L)], listing.Files.Select(file => (file.Path, file.Bytes)));
        Assert.Equal(["far.jpg", "round.jpg"], listing.Problems.Select(problem => problem.Path));
        Assert.Contains("another server", listing.Problems[0].Reason, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Read_WithoutAnEnd_IsLeftAtTheLimit()
    {
        _server.Instead = "{\"url\":\"/shop/long.jpg\",\"bytes\":3,\"modified\":\"2025-01-01\"}\n";
        _server.Special["/shop/long.jpg"] = async context =>
        {
            // Longer than any picture may be, but nobody is told how long.
            var part = new byte[1 << 20];
            for (var i = 0; i < 400 && !context.RequestAborted.IsCancellationRequested; i++)
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
        };
        using var pictures = ListServer.Pictures();

        var fault = await Assert.ThrowsAsync<UnreadableImageException>(
            () => pictures.ReadAsync(_server.List, "long.jpg", 0, Cancel).AsTask());

        Assert.Equal(ImageFault.TooLarge, fault.ImageFault);
        Assert.Single(_server.Requests, request => request.Target == "/shop/long.jpg");
    }

    [Theory]
    [InlineData("https://ann:secret@shop.example/pictures.txt")]
    [InlineData("https://shop.example/pictures.txt#chairs")]
    [InlineData("https://")]
    public void Normalize_AddressThatMayNotBeKept_IsRefusedWithoutRepeatingIt(string address)
    {
        using var pictures = ListServer.Pictures();

        var fault = Assert.Throws<KindredException>(() => pictures.Normalize(address));

        Assert.Equal(Fault.NoSuchFolder, fault.Fault);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTPS://Shop.Example/Pictures.txt", "https://shop.example/Pictures.txt")]
    [InlineData("http://shop.example:80", "http://shop.example/")]
    [InlineData("https://shop.example/a b?x=1&y=é", "https://shop.example/a%20b?x=1&y=%C3%A9")]
    public void Normalize_AddressHoweverItIsWritten_IsOneFolder(string written, string normalized)
    {
        using var pictures = ListServer.Pictures();

        Assert.Equal(normalized, pictures.Normalize(written));
    }

    [Theory]
    [InlineData("http://shop.example/x", "http://shop.example/y", true)]
    [InlineData("http://shop.example/x", "https://shop.example/y", true)]
    [InlineData("https://shop.example/x", "http://shop.example/y", false)]
    [InlineData("http://shop.example:8080/x", "http://shop.example/y", false)]
    [InlineData("http://shop.example/x", "http://cdn.example/y", false)]
    [InlineData("http://shop.example/x", "http://169.254.169.254/latest/1.jpg", false)]
    [InlineData("http://shop.example/x", "https://images.example/y", true)]
    [InlineData("http://shop.example/x", "https://images.example:8443/y", false)]
    [InlineData("http://shop.example/x", "http://10.0.0.7:9000/y", true)]
    [InlineData("http://shop.example/x", "http://10.0.0.7/y", false)]
    public void MayAsk_OnlyTheListsServerAndThoseThatAreNamed(string list, string address, bool may) =>
        Assert.Equal(may, new WebRules(["images.example", "10.0.0.7:9000"]).MayAsk(new Uri(list), new Uri(address)));

    [Fact]
    public void FolderName_OfAListAndOfStorage_SaysWhatIsInside()
    {
        Assert.Equal("https://shop.example/x.txt#chair/1.jpg", FolderName.FileOf("https://shop.example/x.txt", "chair/1.jpg"));
        Assert.Equal("s3://gallery/shop/chair/1.jpg", FolderName.FileOf("s3://gallery/shop", "chair/1.jpg"));
        Assert.False(FolderName.IsInside("https://shop.example/feed", "https://shop.example/feed/2"));
        Assert.True(FolderName.IsInside("s3://gallery/shop", "s3://gallery/shop/chairs"));
        Assert.False(FolderName.IsInside("s3://gallery/shop", "s3://gallery/shopping"));
        Assert.Equal("chairs/old/", FolderName.Below("s3://gallery/shop", "s3://gallery/shop/chairs/old"));
    }

    private static RequestDelegate Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private static RequestDelegate Redirect(string to) => context =>
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    };
}
