using System.Net;
using Kindred.Galleries;

namespace Kindred.Tests.Server.Status;

public sealed class StatusRouteTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    [Fact]
    public async Task Status_OfALibrary_SaysWhatIsInIt()
    {
        var status = await served.Run.GetAsync("/api/status");

        Assert.Equal(25, status.GetProperty("images").GetInt32());
        Assert.Equal(2, status.GetProperty("labels").GetInt32());
        Assert.Equal(1, status.GetProperty("failures").GetInt32());
        Assert.Equal("mobilenet-v2-int8", status.GetProperty("stamp").GetProperty("model").GetString());
        Assert.Equal(
            """{"kind":"flat","wanted":"auto","awaitsGraph":false,"vectors":"float32"}""", status.GetProperty("search").GetRawText());
        Assert.Equal([served.Gallery], status.GetProperty("folders").EnumerateArray().Select(folder => folder.GetString()));
    }

    [Fact]
    public async Task Failures_OfALibrary_HaveReasons()
    {
        var failures = await served.Run.GetAsync("/api/failures");

        var failure = Assert.Single(failures.GetProperty("items").EnumerateArray());
        Assert.Equal("dog/broken.jpg", failure.GetProperty("path").GetString());
        Assert.Equal("not a picture Kindred can read", failure.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/scalar/")]
    [InlineData("/")]
    public async Task Get_WhatWatchesAndDescribes_IsThere(string address)
    {
        using var response = await served.Run.Client.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
