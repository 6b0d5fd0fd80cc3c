using Amazon.Runtime;
using Amazon.S3;
using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Sources.S3;

namespace Kindred.Tests.Sources;

public sealed class S3PicturesTests
{
    private const string Folder = $"s3://{S3Server.Bucket}/shop";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("s3://gallery", "s3://gallery", "chair/1.jpg", "chair/1.jpg")]
    [InlineData("S3://gallery/", "s3://gallery", "chair/1.jpg", "chair/1.jpg")]
    [InlineData("s3://gallery/the shop/2025//", "s3://gallery/the shop/2025", "1.jpg", "the shop/2025/1.jpg")]
    [InlineData("s3://gallery/a%20b", "s3://gallery/a%20b", "", "a%20b/")]
    public void Address_HoweverItIsWritten_IsOneFolder(string written, string normalized, string path, string key)
    {
        var address = S3Address.Parse(written);

        Assert.Equal(normalized, address.ToString());
        Assert.Equal(key, address.KeysOf(path));
        Assert.Equal(address, S3Address.Parse(address.ToString()));
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3:///shop")]
    [InlineData("s3://a/shop")]
    [InlineData("s3://gal lery/shop")]
    [InlineData("s3://user:secret@gallery/shop")]
    public void Address_WithoutABucket_IsRefused(string written) =>
        Assert.Equal(Fault.NoSuchFolder, Assert.Throws<KindredException>(() => S3Address.Parse(written)).Fault);

    [Fact]
    public async Task List_KeysOfAllKinds_AreThePathsOfThePictures()
    {
        await using var server = await S3Server.StartNewAsync();
        server.PageSize = 3;
        string[] paths = ["a b.jpg", "a+b.jpg", "a%20b.jpg", "chair/1.png", "chair/\u0001.jpg", "x//y.jpg", "椅子/é&<>.webp", "a#1?.gif"];
        foreach (var path in paths)
            server.Put($"shop/{path}", [1, 2, 3]);
        foreach (var other in (string[])["notes.txt", ".hidden.jpg", ".kindred/1.jpg", "chair/.trash/1.jpg", "folder.jpg/", "../1.jpg"])
            server.Put($"shop/{other}", [1]);
        server.Put("shopping/1.jpg", [1]);
        using var pictures = server.Pictures();

        var listing = await pictures.ListAsync(Folder, "", Cancel);

        Assert.Equal(paths.Order(StringComparer.Ordinal), listing.Files.Select(file => file.Path));
        Assert.All(listing.Files, file => Assert.Equal(
            (3, new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc)), (file.Bytes, file.Modified)));
        Assert.Empty(listing.Problems);
        var chairs = await pictures.ListAsync(Folder, "chair/", Cancel);
        Assert.Equal(["chair/\u0001.jpg", "chair/1.png"], chairs.Files.Select(file => file.Path));
        foreach (var path in paths)
        {
            using var picture = await pictures.ReadAsync(Folder, path, 7, Cancel);
            Assert.Equal((7, 3), (picture.Ticket, picture.Length));
        }
    }

    [Fact]
    public async Task List_NamesThatCannotBeKept_AreNamed()
    {
        await using var server = await S3Server.StartNewAsync();
        server.Put("shop/a\0b.jpg", [1]);
        using var pictures = server.Pictures();

        var listing = await pictures.ListAsync(Folder, "", Cancel);

        Assert.Empty(listing.Files);
        Assert.Equal("a?b.jpg", Assert.Single(listing.Problems).Path);
    }

    [Fact]
    public async Task Has_BucketAndPrefix_AreThereIfAnythingIsInThem()
    {
        await using var server = await S3Server.StartNewAsync();
        server.Put("shop/notes.txt", [1]);
        using var pictures = server.Pictures();

        Assert.True(await pictures.HasAsync(Folder, Cancel));
        Assert.True(await pictures.HasAsync($"s3://{S3Server.Bucket}", Cancel));
        Assert.False(await pictures.HasAsync($"s3://{S3Server.Bucket}/sho", Cancel));
        Assert.False(await pictures.HasAsync("s3://another/shop", Cancel));
    }

    [Fact]
    public async Task Read_WhatCannotBeRead_SaysWhy()
    {
        await using var server = await S3Server.StartNewAsync();
        server.Put("shop/empty.jpg", []);
        server.Put("shop/mine.jpg", [1]);
        server.Put("shop/busy.jpg", [1]);
        server.Forbidden.Add("shop/mine.jpg");
        using var pictures = server.Pictures();

        Assert.Equal((ImageFault.Damaged, "empty file"), await FaultAsync("empty.jpg"));
        Assert.Equal((ImageFault.Missing, "no such object"), await FaultAsync("gone.jpg"));
        Assert.Equal((ImageFault.Missing, "permission denied"), await FaultAsync("mine.jpg"));
        server.FailNext(100);
        Assert.Equal((ImageFault.Unreachable, "the storage answers 503"), await FaultAsync("busy.jpg"));
        server.FailNext(0);
        server.Breaks = (_, _) => true;
        Assert.Equal((ImageFault.Unreachable, "the storage does not answer"), await FaultAsync("busy.jpg"));

        async Task<(ImageFault, string)> FaultAsync(string path)
        {
            var fault = await Assert.ThrowsAsync<UnreadableImageException>(() => pictures.ReadAsync(Folder, path, 0, Cancel).AsTask());
            return (fault.ImageFault, fault.Message);
        }
    }

    [Fact]
    public async Task Fault_OfTheCredentials_SaysWhatToDoAndNoneOfThem()
    {
        await using var server = await S3Server.StartNewAsync();
        server.Put("shop/1.jpg", [1]);
        using var refused = Pictures("AKIDANOTHERKEYOTHER1", S3Server.SecretKey);
        using var none = new S3Pictures(() => throw new AmazonClientException("No credentials"));

        var wrong = await Assert.ThrowsAsync<KindredException>(() => refused.ListAsync(Folder, "", Cancel).AsTask());
        var missing = await Assert.ThrowsAsync<KindredException>(() => none.HasAsync(Folder, Cancel).AsTask());

        Assert.Equal((Fault.SourceUnreachable, Folder), (wrong.Fault, wrong.Subject));
        Assert.Equal($"{Folder} cannot be listed with the credentials there are (AccessDenied).", wrong.Message);
        Assert.Contains("AWS_ACCESS_KEY_ID", missing.Message, StringComparison.Ordinal);

        S3Pictures Pictures(string key, string secret) => new(() => new AmazonS3Client(
            new BasicAWSCredentials(key, secret),
            new AmazonS3Config { ServiceURL = server.Address, ForcePathStyle = true, AuthenticationRegion = "us-east-1" }));
    }

    [Fact]
    public void Folder_OfAScheme_IsReadByWhatWasMadeForIt()
    {
        using var sources = new PictureSources(("s3", () => new S3Pictures()));

        Assert.IsType<S3Pictures>(sources.Of("s3://gallery/shop"));
        Assert.IsType<LocalFolders>(sources.Of("/pictures"));
        Assert.IsType<LocalFolders>(sources.Of("pictures"));
        Assert.IsType<LocalFolders>(sources.Of("C://pictures"));
        var fault = Assert.Throws<KindredException>(() => sources.Of("ftp://gallery/shop"));
        Assert.Equal("Pictures cannot be read from ftp:// here, only from folders, s3://.", fault.Message);
    }
}
