using Kindred.Folders;
using Kindred.Libraries;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.Libraries;

/// <summary>Indexing that is stopped: what was done is kept, and the next run does the rest.</summary>
public sealed class InterruptedIndexingTests(LibraryFixture fixture) : IndexingScenario(fixture)
{
    [Fact]
    public async Task Index_Interrupted_KeepsWhatIsDone_AndContinues()
    {
        for (var i = 0; i < 60; i++)
            TestPictures.Write(Picture($"more/{i}.jpg"), 1000 + i);
        using var stop = new CancellationTokenSource();
        var progress = new Callback<StepProgress>(value =>
        {
            if (value.Done >= 20)
                stop.Cancel();
        });

        var report = await Library.IndexAsync(Pictures, progress: progress, cancellationToken: stop.Token);
        Assert.True(report.Interrupted);
        Assert.InRange(report.Indexed, 20, 65);
        Assert.Equal(report.Indexed, (await Library.ReadStatusAsync(Cancel)).Images);

        var rest = await IndexAsync();
        Assert.Equal((66 - report.Indexed, report.Indexed), (rest.Indexed, rest.Unchanged));
    }

    [Fact]
    public async Task Index_ModelChangeStopped_TheNextRunFinishesEveryFolder()
    {
        await Library.IndexAsync(Picture("cat"), cancellationToken: Cancel);
        await Library.IndexAsync(Picture("dog"), cancellationToken: Cancel);
        var otherStamp = Fixture.Embedder.Stamp with { Model = "another-model" };
        await using var other = new Library(
            SqliteLibraryStore.OpenOrCreate(LibraryPath), () => new CountingEmbedder(Fixture.Embedder, () => { }, otherStamp));
        using var stop = new CancellationTokenSource();
        var progress = new Callback<StepProgress>(value =>
        {
            if (value.Done > 0)
                stop.Cancel();
        });

        var stopped = await other.IndexAsync(Picture("cat"), new IndexOptions { Force = true }, progress, stop.Token);
        Assert.True(stopped.Interrupted);
        Assert.InRange((await other.ReadStatusAsync(Cancel)).Images, 0, 3);

        await other.IndexAsync(Picture("cat"), cancellationToken: Cancel);
        Assert.Equal(6, (await other.ReadStatusAsync(Cancel)).Images);
    }

    [Fact]
    public async Task Index_StoppedWhileFitting_IsInterruptedAndTheNextRunDoesTheRest()
    {
        using var stop = new CancellationTokenSource();
        var progress = new Callback<StepProgress>(value =>
        {
            if (value.Step == LibraryStep.Fitting)
                stop.Cancel();
        });

        var report = await Library.IndexAsync(Pictures, progress: progress, cancellationToken: stop.Token);

        Assert.True(report.Interrupted);
        await IndexAsync();
        await using var store = SqliteLibraryStore.Open(LibraryPath);
        Assert.Empty(await store.ReadUncomparedAsync(Cancel));
        using var gallery = await Library.OpenGalleryAsync(Cancel);
        Assert.Equal(6, gallery.Images.Count);
    }

    [Fact]
    public async Task Index_StoppedBeforeItBegins_ReportsThatNothingWasDone()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var report = await Library.IndexAsync(Pictures, cancellationToken: stop.Token);

        Assert.True(report.Interrupted);
        Assert.Equal((0, 0, 0, 0, 0), Counts(report));
        Assert.Equal(6, (await IndexAsync()).Indexed);
    }

    [Fact]
    public async Task Index_StoppedInTheScan_ReportsThatNothingWasDone()
    {
        await IndexAsync();
        File.Delete(Picture("dog/5.jpg"));
        using var stop = new CancellationTokenSource();
        var (store, watched) = WatchedStore.Over(SqliteLibraryStore.Open(LibraryPath));
        await using var other = new Library(store, () => new CountingEmbedder(Fixture.Embedder, () => { }));
        watched.Before = method =>
        {
            // The last question before the folder is gone through.
            if (method == nameof(ILibraryStore.ReadWaitingFoldersAsync))
                stop.Cancel();
        };

        var report = await other.IndexAsync(Pictures, cancellationToken: stop.Token);

        Assert.True(report.Interrupted);
        Assert.Equal((0, 0, 0, 0, 0), Counts(report));
        Assert.Equal(6, (await Library.ReadStatusAsync(Cancel)).Images);
        Assert.Equal((0, 5, 1, 0, 0), Counts(await IndexAsync()));
    }

    [Fact]
    public async Task Index_StoppedBetweenTheScanAndTheFirstPicture_ReportsThatNothingWasDone()
    {
        using var stop = new CancellationTokenSource();

        var report = await Library.IndexAsync(
            Pictures, progress: new Callback<StepProgress>(_ => stop.Cancel()), cancellationToken: stop.Token);

        Assert.True(report.Interrupted);
        Assert.Equal((0, 0, 0, 0, 0), Counts(report));
        Assert.Equal(6, (await IndexAsync()).Indexed);
    }

    private sealed class Callback<T>(Action<T> action) : IProgress<T>
    {
        public void Report(T value) => action(value);
    }
}
