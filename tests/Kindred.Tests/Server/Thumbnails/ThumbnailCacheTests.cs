using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Server.Thumbnails;
using Kindred.Tests.Interactions;
using Kindred.Vision.Decoding;
using Kindred.Vision.Thumbnails;

namespace Kindred.Tests.Server.Thumbnails;

public sealed class ThumbnailCacheTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly SetClock _clock = new(Noon);
    private readonly LinesLogger<ThumbnailCache> _logger = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string CacheFolder => Path.Combine(_folder.Path, "thumbnails");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GetAsync_Picture_IsMadeOnceAndKeptByContentAndSize()
    {
        using var cache = Open();
        var image = Draw(1);

        var made = await cache.GetAsync(image, 64, Cancel);
        var small = await cache.GetAsync(image, 32, Cancel);
        File.Delete(image.File);
        var kept = await cache.GetAsync(image, 64, Cancel);

        Assert.Equal(64, new ImageDecoder().ReadHeader(made).Size.Width);
        Assert.Equal(32, new ImageDecoder().ReadHeader(small).Size.Width);
        Assert.Equal(made, kept);
        var digits = image.Content.ToString();
        Assert.Equal(
            [Path.Combine(digits[..2], $"{digits}-32.jpg"), Path.Combine(digits[..2], $"{digits}-64.jpg")],
            Kept().Select(file => Path.GetRelativePath(CacheFolder, file)));
    }

    [Fact]
    public async Task GetAsync_AnotherProcessesFolder_IsRead()
    {
        var image = Draw(1);
        byte[] made;
        using (var first = Open())
            made = await first.GetAsync(image, 64, Cancel);
        File.Delete(image.File);

        using var second = Open();

        Assert.Equal(made, await second.GetAsync(image, 64, Cancel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(500)]
    public async Task GetAsync_DamagedFileInTheCache_IsMadeAnew(int length)
    {
        using var cache = Open();
        var image = Draw(1);
        var made = await cache.GetAsync(image, 64, Cancel);
        var kept = File.ReadAllBytes(Assert.Single(Kept()));
        File.WriteAllBytes(Assert.Single(Kept()), kept[..length]);

        Assert.Equal(made, await cache.GetAsync(image, 64, Cancel));

        Assert.Equal(kept, File.ReadAllBytes(Assert.Single(Kept())));
    }

    [Fact]
    public async Task GetAsync_BitFlippedInTheCache_IsMadeAnew()
    {
        using var cache = Open();
        var image = Draw(1);
        var made = await cache.GetAsync(image, 64, Cancel);
        var kept = File.ReadAllBytes(Assert.Single(Kept()));
        Assert.Equal(made, kept[..made.Length]);
        for (var at = 0; at < kept.Length; at += 37)
        {
            var flipped = kept.ToArray();
            flipped[at] ^= 4;
            File.WriteAllBytes(Assert.Single(Kept()), flipped);

            Assert.Equal(made, await cache.GetAsync(image, 64, Cancel));
        }
    }

    [Fact]
    public async Task GetAsync_FileChangedSinceIndexing_IsGone()
    {
        using var cache = Open();
        var image = Draw(1);
        TestPictures.Write(image.File, 2);

        Assert.Equal(ImageFault.Missing, await FaultAsync(cache, image));
        File.WriteAllBytes(image.File, []);
        Assert.Equal(ImageFault.Missing, await FaultAsync(cache, image));
        File.Delete(image.File);
        Assert.Equal(ImageFault.Missing, await FaultAsync(cache, image));

        Assert.Empty(Kept());
    }

    [Fact]
    public async Task GetAsync_FileThatIsNoPicture_SaysSoEachTime()
    {
        using var cache = Open();
        var text = _folder.File("text.jpg");
        File.WriteAllText(text, "This is not a picture.");
        var image = Describe(text);

        Assert.Equal(ImageFault.Unsupported, await FaultAsync(cache, image));
        Assert.Equal(ImageFault.Unsupported, await FaultAsync(cache, image));
    }

    [Fact]
    public async Task GetAsync_OverTheLimit_EvictsWhatWasNotAskedForTheLongest()
    {
        Image[] images = [.. Enumerable.Range(0, 20).Select(Draw)];
        using (var large = Open())
        {
            foreach (var image in images)
            {
                await large.GetAsync(image, 64, Cancel);
                _clock.Now += TimeSpan.FromMinutes(1);
            }

            // The first is asked for again, much later than the others.
            _clock.Now += TimeSpan.FromHours(2);
            await large.GetAsync(images[0], 64, Cancel);
        }

        var bytes = Kept().Sum(file => new FileInfo(file).Length);
        File.WriteAllText(Path.Combine(CacheFolder, "notes.txt"), "not a thumbnail");
        using var cache = Open(bytes / 2);
        await cache.GetAsync(images[0], 32, Cancel);
        await cache.Trimming.WaitAsync(Cancel);

        Assert.InRange(Kept().Sum(file => new FileInfo(file).Length), bytes / 4, bytes / 2);
        Assert.Contains(Kept(), file => IsOf(file, images[0], 64));
        Assert.Contains(Kept(), file => IsOf(file, images[19], 64));
        Assert.DoesNotContain(Kept(), file => IsOf(file, images[1], 64));
        Assert.True(File.Exists(Path.Combine(CacheFolder, "notes.txt")));
    }

    [Fact]
    public async Task GetAsync_ManyPicturesInASmallCache_StaysNearItsLimit()
    {
        using var cache = Open(20_000);

        for (var i = 0; i < 60; i++)
        {
            await cache.GetAsync(Draw(i), 64, Cancel);
            await cache.Trimming.WaitAsync(Cancel);
            Assert.InRange(Kept().Sum(file => new FileInfo(file).Length), 1, 20_000);
        }
    }

    [Fact]
    public async Task GetAsync_AskedAgainWithinTheHour_DoesNotTouchTheFile()
    {
        using var cache = Open();
        var image = Draw(1);
        await cache.GetAsync(image, 64, Cancel);

        _clock.Now = Noon.AddMinutes(59);
        await cache.GetAsync(image, 64, Cancel);
        var before = File.GetLastWriteTimeUtc(Assert.Single(Kept()));
        _clock.Now = Noon.AddMinutes(61);
        await cache.GetAsync(image, 64, Cancel);
        var after = File.GetLastWriteTimeUtc(Assert.Single(Kept()));

        Assert.Equal((Noon.UtcDateTime, Noon.UtcDateTime.AddMinutes(61)), (before, after));
    }

    [Fact]
    public async Task GetAsync_FolderCannotBeMade_ServesAllTheSameAndSaysSoOnce()
    {
        // A file stands where the folder should be, which stops the superuser too.
        File.WriteAllText(CacheFolder, "");
        using var cache = Open();

        var first = await cache.GetAsync(Draw(1), 64, Cancel);
        var second = await cache.GetAsync(Draw(2), 64, Cancel);

        Assert.NotEqual(first, second);
        Assert.StartsWith($"Thumbnails cannot be kept in {CacheFolder}", Assert.Single(_logger.Lines), StringComparison.Ordinal);
        File.Delete(CacheFolder);
        await cache.GetAsync(Draw(1), 64, Cancel);
        Assert.Single(Kept());
    }

    [Fact]
    public async Task GetAsync_FolderDeletedMeanwhile_IsMadeAgain()
    {
        using var cache = Open();
        var image = Draw(1);
        var made = await cache.GetAsync(image, 64, Cancel);
        await cache.Trimming.WaitAsync(Cancel);
        Directory.Delete(CacheFolder, recursive: true);

        Assert.Equal(made, await cache.GetAsync(image, 64, Cancel));

        Assert.Single(Kept());
        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public async Task GetAsync_ManyAtOnce_AllGetTheirOwnAndNothingIsLeftHalfWritten()
    {
        using var cache = Open();
        Image[] images = [.. Enumerable.Range(0, 10).Select(Draw)];

        var thumbnails = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(i => Task.Run(() => cache.GetAsync(images[i % 10], 64, Cancel), Cancel)));

        Assert.Equal(10, thumbnails.Distinct(ByteArrays.Equality).Count());
        Assert.All(thumbnails.Index(), entry => Assert.Equal(thumbnails[entry.Index % 10], entry.Item));
        Assert.Equal(10, Directory.GetFiles(CacheFolder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task GetAsync_Cancelled_Stops()
    {
        using var cache = Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cache.GetAsync(Draw(1), 64, new CancellationToken(canceled: true)));
    }

    private static async Task<ImageFault> FaultAsync(ThumbnailCache cache, Image image) =>
        (await Assert.ThrowsAsync<UnreadableImageException>(() => cache.GetAsync(image, 64, Cancel))).ImageFault;

    private static bool IsOf(string file, Image image, int size) =>
        file.EndsWith($"{image.Content}-{size}.jpg", StringComparison.Ordinal);

    private static Image Describe(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return new Image(
            new ImageId(1), Path.GetDirectoryName(file)!, Path.GetFileName(file), ContentHash.Of(bytes), bytes.Length,
            DateTime.UnixEpoch, 96, 72);
    }

    private Image Draw(int seed)
    {
        var file = _folder.File("gallery", $"{seed}.jpg");
        TestPictures.Write(file, seed);
        return Describe(file);
    }

    private ThumbnailCache Open(long byteLimit = 1 << 20) => new(
        new ThumbnailCacheOptions { Directory = CacheFolder, ByteLimit = byteLimit }, new PictureSources(),
        new ThumbnailMaker(new ImageDecoder()), _clock, _logger);

    private string[] Kept() => Directory.Exists(CacheFolder)
        ? [.. Directory.GetFiles(CacheFolder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];

    private static class ByteArrays
    {
        public static IEqualityComparer<byte[]> Equality { get; } =
            EqualityComparer<byte[]>.Create((a, b) => a.AsSpan().SequenceEqual(b), bytes => bytes.Length);
    }
}
