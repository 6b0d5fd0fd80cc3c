using Kindred.Embeddings;
using Kindred.Evaluation;
using Kindred.Evaluation.Dislikes;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Interactions;
using Kindred.Tests.Libraries;

namespace Kindred.Tests.Evaluation;

/// <summary>The last evaluation of a library of made-up embeddings, judged for real.</summary>
public sealed class EvaluationRecorderTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly SetClock _clock = new(Start);
    private SqliteLibraryStore _store = null!; // Set before every test.
    private Library _library = null!; // Set before every test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_store, _library) = Open();
        var stamp = new EmbedderStamp("made-up", new string('0', 64), "", "", Metric.Cosine, 6, FitsSpace: true);
        await _store.WriteSettingsAsync(new LibrarySettings(stamp, SpaceKind.Visual), Cancel);
        await _store.AddFolderAsync("/gallery", Cancel);
        await FillAsync(images: 24);
    }

    public async ValueTask DisposeAsync()
    {
        await _library.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Status_NothingJudged_HasNoEvaluation()
    {
        var status = await _library.ReadStatusAsync(Cancel);

        Assert.Null(status.Evaluation);
        Assert.False(status.IsEvaluationCurrent);
    }

    [Fact]
    public async Task Record_Labels_AreCurrentUntilTheGalleryChanges()
    {
        var report = await JudgeAsync(labels: true);

        var status = await _library.ReadStatusAsync(Cancel);
        Assert.True(status.IsEvaluationCurrent);
        Assert.Equal(report.Figures(), status.Evaluation!.Figures);
        Assert.Equal(
            (Start, 5, 24, SpaceKind.Visual, 1),
            (status.Evaluation.Time, status.Evaluation.Seed, status.Evaluation.Images,
                status.Evaluation.Space, status.Evaluation.SpaceVersion));

        await FillAsync(images: 25);

        status = await _library.ReadStatusAsync(Cancel);
        Assert.False(status.IsEvaluationCurrent);
        Assert.Equal(24, status.Evaluation!.Images);
    }

    [Fact]
    public async Task Record_OtherTask_KeepsTheFiguresOfTheFirst()
    {
        var labels = await JudgeAsync(labels: true);
        _clock.Now = Start.AddDays(1);
        var users = await JudgeAsync(labels: false);

        var evaluation = (await _library.ReadStatusAsync(Cancel)).Evaluation!;

        Assert.Equal(labels.Figures().Concat(users.Figures()), evaluation.Figures);
        Assert.Equal(Start.AddDays(1), evaluation.Time);
    }

    [Fact]
    public async Task Record_OtherTaskOfAnotherState_DropsTheFiguresOfTheFirst()
    {
        await JudgeAsync(labels: false);
        await FillAsync(images: 25);
        var labels = await JudgeAsync(labels: true);

        var evaluation = (await _library.ReadStatusAsync(Cancel)).Evaluation!;

        Assert.Equal(labels.Figures(), evaluation.Figures);
    }

    [Fact]
    public async Task Record_LabelsThatHaveANewName_AreAnotherState()
    {
        await JudgeAsync(labels: true);
        var changes = new LibraryChanges();
        var image = (await _store.ReadImagesAsync(Cancel))[0];
        var path = image.Path.Replace("kind0", "kind00", StringComparison.Ordinal);
        changes.Renamed.Add((image.Id, new IndexedFile("/gallery", path, image.Content, 1, DateTime.UnixEpoch)));
        await _store.ApplyAsync(changes, Cancel);

        Assert.False((await _library.ReadStatusAsync(Cancel)).IsEvaluationCurrent);
    }

    [Fact]
    public async Task Record_FigureThatIsNoNumber_IsLeftOut()
    {
        using var gallery = await _library.PreparedAsync(Cancel);
        var none = new Estimate(double.NaN, double.NaN, double.NaN); // What is divided by nothing.

        var evaluation = await GalleryEvaluation.OpenAsync(gallery, cancellationToken: Cancel);
        var recorded = await evaluation.RecordAsync(
            new EvaluationReport { Dislikes = new DislikeReport(1, 0, [new DislikeScore("tastes", none, none, none, none, none)], []) },
            Cancel);

        Assert.Empty(recorded.Figures);
    }

    [Fact]
    public async Task Record_ReadOnlyLibrary_KeepsNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Nothing can be kept from being written here.");
        if (OperatingSystem.IsWindows())
            return;
        var labels = await JudgeAsync(labels: true);
        await _library.DisposeAsync();
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (_store, _library) = Open();
        Assert.True(_store.IsReadOnly);
        await JudgeAsync(labels: false);

        Assert.Equal(labels.Figures(), (await _library.ReadStatusAsync(Cancel)).Evaluation!.Figures);
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private (SqliteLibraryStore Store, Library Library) Open()
    {
        var store = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        return (store, new Library(store, () => throw new InvalidOperationException("Nothing is embedded here."), _clock));
    }

    private async Task<EvaluationReport> JudgeAsync(bool labels)
    {
        using var gallery = await _library.PreparedAsync(Cancel);
        var evaluation = await GalleryEvaluation.OpenAsync(gallery, seed: 5, Cancel);
        var report = labels
            ? new EvaluationReport { Labels = await evaluation.JudgeLabelsAsync(cancellationToken: Cancel) }
            : new EvaluationReport { Users = await evaluation.JudgeUsersAsync(users: 3, cancellationToken: Cancel) };
        await evaluation.RecordAsync(report, Cancel);
        return report;
    }

    private Task FillAsync(int images)
    {
        var changes = new LibraryChanges();
        for (var image = 0; image < images; image++)
        {
            var random = new Random(image);
            float[] embedding = [.. Enumerable.Range(0, 6).Select(i => (float)random.NextDouble() + (i == image % 3 ? 1 : 0))];
            var content = ContentHash.Of(BitConverter.GetBytes(image));
            changes.Embeddings.Add(new ContentEmbedding(content, embedding, 8, 8));
            changes.Files.Add(new IndexedFile("/gallery", $"kind{image % 3}/{image:000}.jpg", content, 1, DateTime.UnixEpoch));
        }

        return _store.ApplyAsync(changes, Cancel);
    }
}
