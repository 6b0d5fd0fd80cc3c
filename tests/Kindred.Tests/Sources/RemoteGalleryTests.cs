using Kindred.Folders;
using Kindred.Images.Sources;
using Kindred.Libraries;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Libraries;

namespace Kindred.Tests.Sources;

/// <summary>What indexing must do with pictures wherever they are: three cats and three dogs, one of them no picture.</summary>
public abstract class RemoteGalleryTests : IClassFixture<LibraryFixture>, IAsyncLifetime
{
    private readonly LibraryFixture _fixture;
    private readonly TemporaryFolder _folder = new();
    private Library? _library;

    protected RemoteGalleryTests(LibraryFixture fixture) => _fixture = fixture;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract LoopbackServer Server { get; }

    /// <summary>The address of the gallery.</summary>
    protected abstract string Folder { get; }

    private Library Library => _library!; // Opened before each test.

    /// <summary>Requests that asked for the bytes of a picture.</summary>
    private int Reads => Server.Requests.Count(request => request.Method == "GET" && IsPicture(request.Target));

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        for (var i = 0; i < 6; i++)
            Put($"{(i < 3 ? "cat" : "dog")}/{i} +é.jpg", Draw(i));
        Put("dog/bad.jpg", [1, 2, 3]);
        _library = Open("library");
    }

    public async ValueTask DisposeAsync()
    {
        await Library.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Index_AnAddress_TakesAll_ThenReadsNothing()
    {
        Assert.Equal((6, 0, 0, 0, 1), Counts(await IndexAsync()));
        Server.ClearRequests();

        Assert.Equal((0, 6, 0, 0, 1), Counts(await IndexAsync()));

        Assert.Equal(0, Reads);
        Assert.Equal([Folder], await Library.ReadFoldersAsync(Cancel));
        Assert.Equal(
            [("dog/bad.jpg", "not a picture Kindred can read")],
            (await Library.ReadFailuresAsync(Cancel)).Select(failure => (failure.Path, failure.Reason)));
        using var gallery = await Library.OpenGalleryAsync(Cancel);
        Assert.Equal(["cat", "cat", "cat", "dog", "dog", "dog"], gallery.Images.Select(image => image.Label));
        Assert.Equal(gallery.Images[2], (await gallery.QueryAsync(gallery.Images[2].File, Cancel)).Image);
        Assert.Equal(gallery.Images[2], (await gallery.QueryAsync("2 +é.jpg", Cancel)).Image);
        var (similar, _) = (await Library.TrySimilarAsync(gallery.Images[2].File, 3, cancellationToken: Cancel))!;
        Assert.Equal(gallery.Images[2], similar.Image);
    }

    [Fact]
    public async Task Index_ChangedRenamedRemoved_ReadsOnlyThose()
    {
        await IndexAsync();
        var ids = await IdsAsync();
        Put("cat/0 +é.jpg", Draw(100), new DateTime(2025, 2, 2, 0, 0, 0, DateTimeKind.Utc));
        Rename("dog/3 +é.jpg", "hound/3.jpg");
        Remove("dog/4 +é.jpg");
        Put("cat/9.jpg", Draw(9));
        Server.ClearRequests();

        var report = await IndexAsync();

        Assert.Equal((2, 3, 1, 1, 1), Counts(report));
        Assert.Equal(3, Reads);
        var after = await IdsAsync();
        Assert.Equal(ids["dog/3 +é.jpg"], after["hound/3.jpg"]);
        Assert.Equal(["cat/0 +é.jpg", "cat/1 +é.jpg", "cat/2 +é.jpg", "cat/9.jpg", "dog/5 +é.jpg", "hound/3.jpg"], after.Keys);
    }

    [Fact]
    public async Task Index_BusyNowAndThen_TakesAll()
    {
        Server.FailNext(2);
        Server.CutNext(2);

        Assert.Equal((6, 0, 0, 0, 1), Counts(await IndexAsync()));
    }

    [Fact]
    public async Task Index_AwayWhileItIsListed_SaysSoAndTakesNothingOut()
    {
        await IndexAsync();
        Server.Breaks = (_, _) => true;

        var fault = await Assert.ThrowsAsync<KindredException>(() => IndexAsync());

        Assert.Equal((Fault.SourceUnreachable, Folder), (fault.Fault, fault.Subject));
        Assert.Equal(6, (await Library.ReadStatusAsync(Cancel)).Images);
        Server.Breaks = (_, _) => false;
        Assert.Equal((0, 6, 0, 0, 1), Counts(await IndexAsync()));
    }

    [Fact]
    public async Task Index_AwayInTheMiddle_KeepsWhatIsDone_AndGoesOn()
    {
        await IndexAsync();
        for (var i = 0; i < 60; i++)
            Put($"new/{i:00}.jpg", Draw(200 + i));
        Remove("cat/1 +é.jpg");
        var reads = 0;
        Server.Breaks = (method, target) => method == "GET" && IsPicture(target) && Interlocked.Increment(ref reads) > 20;

        var fault = await Assert.ThrowsAsync<KindredException>(() => IndexAsync());

        Assert.Equal(Fault.SourceUnreachable, fault.Fault);
        var ids = await IdsAsync();
        Assert.InRange(ids.Count, 6 + 1, 6 + 20);
        Assert.Contains("cat/1 +é.jpg", ids.Keys); // What has gone is taken out when all is known.
        Server.Breaks = (_, _) => false;
        Assert.Equal((66 - ids.Count, ids.Count - 1, 1, 0, 1), Counts(await IndexAsync()));
    }

    [Fact]
    public async Task Index_AFewThatCannotBeHad_LeavesTheirImagesAsTheyAre()
    {
        await IndexAsync();
        Put("cat/0 +é.jpg", Draw(100), new DateTime(2025, 2, 2, 0, 0, 0, DateTimeKind.Utc));
        Server.Breaks = (method, target) => method == "GET" && IsPicture(target);

        var report = await IndexAsync();

        Assert.Equal((0, 5, 0, 0, 2), Counts(report));
        Assert.Contains(report.Failures, failure => failure.Path == "cat/0 +é.jpg");
        Assert.Equal(6, (await Library.ReadStatusAsync(Cancel)).Images);
        Assert.Single(await Library.ReadFailuresAsync(Cancel));
        Server.Breaks = (_, _) => false;
        Assert.Equal((1, 5, 0, 0, 1), Counts(await IndexAsync()));
    }

    [Fact]
    public async Task Index_NothingThere_IsRefusedUntilItIsTakenOut()
    {
        await IndexAsync();
        Clear();

        var fault = await Assert.ThrowsAsync<KindredException>(() => IndexAsync());
        Assert.Equal((Fault.FolderMissing, Folder), (fault.Fault, fault.Subject));
        Assert.Equal(6, (await Library.ReadStatusAsync(Cancel)).Images);

        Assert.Equal(6, (await IndexAsync(new IndexOptions { RemoveMissing = true })).Removed);
        Assert.Empty(await Library.ReadFoldersAsync(Cancel));
    }

    [Fact]
    public async Task Index_ThePicturesOfAFolderThatIsGone_KeepTheirIds()
    {
        var local = Path.GetDirectoryName(_folder.File("local", "x"))!;
        for (var i = 0; i < 6; i++)
            await File.WriteAllBytesAsync(_folder.File("local", i < 3 ? "cat" : "dog", $"{i} +é.jpg"), Draw(i), Cancel);
        await Library.IndexAsync(local, cancellationToken: Cancel);
        var before = await IdsAsync();
        Directory.Delete(local, recursive: true);

        Assert.Equal((0, 0, 0, 6, 1), Counts(await IndexAsync()));

        Assert.Equal(before, await IdsAsync());
        Assert.Equal([Folder], await Library.ReadFoldersAsync(Cancel));
    }

    [Fact]
    public async Task Clothes_FromElsewhereAndFromAFolder_AreTheSame()
    {
        var photographs = IndexedClothes.Find();
        Assert.SkipWhen(photographs is null, "The photographs are not here.");
        Clear();
        foreach (var file in Directory.EnumerateFiles(photographs, "*", SearchOption.AllDirectories))
            Put(
                Path.GetRelativePath(photographs, file).Replace(Path.DirectorySeparatorChar, '/'),
                await File.ReadAllBytesAsync(file, Cancel));
        await using var local = Open("local");

        var here = await local.IndexAsync(photographs, cancellationToken: Cancel);
        var there = await IndexAsync();

        Assert.Equal(Counts(here), Counts(there));
        Assert.Equal(
            here.Failures.Select(failure => (failure.Path, failure.Reason)),
            there.Failures.Select(failure => (failure.Path, failure.Reason)));
        Assert.Equal(await DescribeAsync("local"), await DescribeAsync("library"));
        using var first = await local.OpenGalleryAsync(Cancel);
        using var second = await Library.OpenGalleryAsync(Cancel);
        Assert.Equal(first.Images.Select(image => image.Label), second.Images.Select(image => image.Label));
        Assert.Equal(
            first.Similar(first.Query(first.Images[0]), 10).Select(found => found.Image.Path),
            second.Similar(second.Query(second.Images[0]), 10).Select(found => found.Image.Path));
    }

    protected abstract Task StartAsync();

    protected abstract void Put(string path, byte[] bytes, DateTime? modified = null);

    protected abstract void Remove(string path);

    protected abstract void Rename(string old, string path);

    protected abstract void Clear();

    /// <summary>What reads from the server.</summary>
    internal abstract PictureSources Sources();

    /// <summary>Whether a request is for a picture.</summary>
    protected abstract bool IsPicture(string target);

    /// <summary>A picture's file; equal numbers give equal ones.</summary>
    protected byte[] Draw(int seed)
    {
        var file = _folder.File("drawn", $"{seed}.jpg");
        TestPictures.Write(file, seed);
        return File.ReadAllBytes(file);
    }

    private static (int Indexed, int Unchanged, int Removed, int Renamed, int Failed) Counts(IndexReport report) =>
        (report.Indexed, report.Unchanged, report.Removed, report.Renamed, report.Failures.Count);

    private Library Open(string name) => _fixture.Open(Path.Combine(_folder.Path, name), Sources());

    private Task<IndexReport> IndexAsync(IndexOptions? options = null) =>
        Library.IndexAsync(Folder, options, cancellationToken: Cancel);

    private async Task<Dictionary<string, Kindred.Images.ImageId>> IdsAsync()
    {
        await using var store = SqliteLibraryStore.Open(Path.Combine(_folder.Path, "library"));
        return (await store.ReadImagesAsync(Cancel)).ToDictionary(image => image.Path, image => image.Id);
    }

    /// <summary>What a library has, but for where it is from.</summary>
    private async Task<string[]> DescribeAsync(string name)
    {
        await using var store = SqliteLibraryStore.Open(Path.Combine(_folder.Path, name));
        return await store.ReadEmbeddingsAsync(Cancel)
            .Select(stored => $"{stored.Image.Path} {stored.Image.Content} {stored.Image.Bytes} {stored.Image.Width}×{stored.Image.Height} "
                + string.Join(' ', stored.Embedding.ToArray()))
            .ToArrayAsync(Cancel);
    }
}
