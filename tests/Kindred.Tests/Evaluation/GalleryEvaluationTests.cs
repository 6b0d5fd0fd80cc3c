using Kindred.Embeddings;
using Kindred.Evaluation;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Libraries;

namespace Kindred.Tests.Evaluation;

/// <summary>Judging a library of made-up embeddings while it is indexed.</summary>
public sealed class GalleryEvaluationTests : IAsyncLifetime
{
    private const int Dimensions = 60;
    private const int Kinds = 4;
    private const int Images = 160;
    private const int Users = 3;

    /// <summary>Images from here on have labels that no other has.</summary>
    private const int FirstAlone = 1000;

    private static readonly EmbedderStamp Stamp = new("made-up", new string('0', 64), "", "", Metric.Cosine, Dimensions, FitsSpace: true);

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteLibraryStore _store;
    private readonly Library _library;
    private readonly WatchedStore _watched;

    public GalleryEvaluationTests()
    {
        _store = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        (var store, _watched) = WatchedStore.Over(SqliteLibraryStore.OpenOrCreate(_folder.Path));
        _library = new Library(store, () => throw new InvalidOperationException("Nothing is embedded here."));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _store.AddFolderAsync("/gallery", Cancel);
        await AddAsync(Enumerable.Range(0, Images));
    }

    public async ValueTask DisposeAsync()
    {
        await _library.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(SpaceKind.Visual)]
    [InlineData(SpaceKind.Learned)]
    public async Task Judge_LibraryIndexedBetweenAnyTwoReads_JudgesTheGalleryThatWasOpened(SpaceKind space)
    {
        using var gallery = await PrepareAsync(space);
        var before = await JudgeAsync(gallery);

        var next = Images;
        _watched.Before = method =>
        {
            if (!method.StartsWith("Read", StringComparison.Ordinal) || next >= Images + 40)
                return;

            // One picture comes before all others and one goes, so that every position means another picture.
            ChangeAsync(next, next - Images).Wait(Cancel);
            next++;
        };
        var meanwhile = await JudgeAsync(gallery);

        Assert.True(next > Images + 1, "Nothing was read, so nothing has changed meanwhile.");
        Assert.Equal(before, meanwhile);
    }

    [Fact]
    public async Task Judge_EmbeddingsGoneMeanwhile_SaysToJudgeAgain()
    {
        using var gallery = await PrepareAsync(SpaceKind.Visual);
        var changes = new LibraryChanges();
        changes.Removed.AddRange(gallery.Images.Take(Images - 10).Select(image => (image.Folder, image.Path)));
        await _store.ApplyAsync(changes, Cancel);
        Assert.Equal(Images - 10, await _store.PruneAsync(Cancel));
        var evaluation = await GalleryEvaluation.OpenAsync(gallery, cancellationToken: Cancel);

        var labels = await Assert.ThrowsAsync<KindredException>(() => evaluation.JudgeLabelsAsync(cancellationToken: Cancel));
        var users = await Assert.ThrowsAsync<KindredException>(() => evaluation.JudgeUsersAsync(Users, cancellationToken: Cancel));

        Assert.Equal((Fault.LibraryChanging, Fault.LibraryChanging), (labels.Fault, users.Fault));
    }

    [Fact]
    public async Task Open_OtherModelMeanwhile_SaysToJudgeAgain()
    {
        using var gallery = await PrepareAsync(SpaceKind.Visual);
        await _store.WriteSettingsAsync(new LibrarySettings(Stamp with { Model = "other" }, SpaceKind.Visual), Cancel);

        var exception = await Assert.ThrowsAsync<KindredException>(() => GalleryEvaluation.OpenAsync(gallery, cancellationToken: Cancel));

        Assert.Equal(Fault.LibraryChanging, exception.Fault);
    }

    // Four kinds of forty: there are no five to like, and every other row is judged by looks and, on halves of two kinds, as learned.
    [Fact]
    public async Task JudgeMixed_FourKinds_HasARowForEveryUserThatCanBeDrawn()
    {
        using var gallery = await PrepareAsync(SpaceKind.Learned);
        var evaluation = await GalleryEvaluation.OpenAsync(gallery, cancellationToken: Cancel);
        var told = new List<StepProgress>();

        var report = await evaluation.JudgeMixedAsync(20, new Told(told), Cancel);

        Assert.Equal(
            ["looks 1+1", "looks 2+2", "looks 3+2", "learned 1+1", "learned 2+2", "learned 3+2"],
            report.Rows.Select(row => $"{row.Space} {row.Likes}"));
        Assert.All(report.Rows, row =>
        {
            Assert.InRange(row.AllKindsAt10.Mean, 0.5, 1);
            Assert.InRange(row.PrecisionAt10.Mean, 0.3, 1);
            Assert.InRange(row.KeptAfterDislike.Mean, 0.5, 1);
        });
        Assert.Equal(6 * 20, told.Max(step => step.Done));
    }

    // Images of no kind that anybody likes take places, so that some users' lists miss a kind.
    [Fact]
    public async Task JudgeMixed_ListsThatMissAKind_AreReportedWorstFirstAndAreNoFigures()
    {
        await AddAsync(Enumerable.Range(FirstAlone, 3 * Images));
        using var gallery = await PrepareAsync(SpaceKind.Visual);
        var evaluation = await GalleryEvaluation.OpenAsync(gallery, cancellationToken: Cancel);

        var report = await evaluation.JudgeMixedAsync(50, cancellationToken: Cancel);

        Assert.InRange(report.Worst.Count, 1, 6);
        Assert.All(report.Worst, miss =>
        {
            Assert.NotEmpty(miss.Missing);
            Assert.Subset(miss.Kinds.ToHashSet(), miss.Missing.ToHashSet());
            Assert.Equal(miss.Kinds, miss.Likes.Select(image => image.Label).Distinct());
            Assert.Equal(10, miss.Recommended.Count);
            Assert.DoesNotContain(miss.Recommended, image => miss.Missing.Contains(image.Label));
            Assert.Empty(miss.RecommendedPaths.Intersect(miss.LikedPaths));
        });
        int[] right = [.. report.Worst.Select(miss => miss.Recommended.Count(image => miss.Kinds.Contains(image.Label)))];
        Assert.Equal(right.Order(), right);
        Assert.Equal(
            report.Worst.Select(miss => string.Join(' ', miss.LikedPaths)),
            (await evaluation.JudgeMixedAsync(50, cancellationToken: Cancel)).Worst.Select(miss => string.Join(' ', miss.LikedPaths)));
        Assert.Equal(3 * report.Rows.Count, new EvaluationReport { Mixed = report }.Figures().Count);
    }

    // What is as near to a like stays, whatever one dislike is near to; the average of likes and dislikes knows no such thing.
    [Fact]
    public async Task JudgeDislikes_OneWithinALikedKind_LeavesWhatIsNearerToALike()
    {
        using var gallery = await PrepareAsync(SpaceKind.Visual);
        var evaluation = await GalleryEvaluation.OpenAsync(gallery, cancellationToken: Cancel);
        var told = new List<StepProgress>();

        var report = await evaluation.JudgeDislikesAsync(20, new Told(told), Cancel);

        Assert.Equal(["tastes", "best", "average"], report.Single.Select(row => row.Method));
        Assert.All(report.Single.Take(2), row => Assert.Equal(new Estimate(1, 1, 1), row.LeftAlone));
        Assert.All(report.Single.Take(2), row => Assert.InRange(row.Kept.Mean, 0.5, 1));
        Assert.True(told.Max(step => step.Done) <= told[0].Total);
    }

    private static async Task<IReadOnlyDictionary<string, double>> JudgeAsync(Gallery gallery)
    {
        var evaluation = await GalleryEvaluation.OpenAsync(gallery, seed: 5, Cancel);
        var report = new EvaluationReport
        {
            Labels = await evaluation.JudgeLabelsAsync(cancellationToken: Cancel),
            Users = await evaluation.JudgeUsersAsync(Users, cancellationToken: Cancel),
            Mixed = await evaluation.JudgeMixedAsync(Users, cancellationToken: Cancel),
            Dislikes = await evaluation.JudgeDislikesAsync(Users, cancellationToken: Cancel),
        };
        return report.Figures();
    }

    private static ContentHash Content(int image) => ContentHash.Of(BitConverter.GetBytes(image));

    private static string PathOf(int image) => image >= FirstAlone
        ? $"alone{image}/{image}.jpg"
        : $"kind{image % Kinds}/{(image < Images ? image : -image):0000}.jpg";

    private async Task<Gallery> PrepareAsync(SpaceKind space)
    {
        await _store.WriteSettingsAsync(new LibrarySettings(Stamp, space), Cancel);
        var gallery = await _library.PrepareAsync(cancellationToken: Cancel);
        Assert.Equal(space, gallery?.Space.Kind);
        return gallery!; // It has pictures.
    }

    private Task AddAsync(IEnumerable<int> images) => _store.ApplyAsync(Adding(images), Cancel);

    private Task ChangeAsync(int added, int removed)
    {
        var changes = Adding([added]);
        changes.Removed.Add(("/gallery", PathOf(removed)));
        return _store.ApplyAsync(changes, Cancel);
    }

    /// <summary>Kinds differ in a faint direction, drowned in what differs between any two images.</summary>
    private static LibraryChanges Adding(IEnumerable<int> images)
    {
        var changes = new LibraryChanges();
        foreach (var image in images)
        {
            var random = new Random(image);
            float[] embedding = [.. Enumerable.Range(0, Dimensions).Select(i => (float)((random.NextDouble() - 0.5) * (i < 20 ? 2 : 0.3)))];
            embedding[^(1 + (image % Kinds))] += 1.2f;
            changes.Embeddings.Add(new ContentEmbedding(Content(image), embedding, 8, 8));
            changes.Files.Add(new IndexedFile("/gallery", PathOf(image), Content(image), 1, DateTime.UnixEpoch));
        }

        return changes;
    }

    private sealed class Told(List<StepProgress> steps) : IProgress<StepProgress>
    {
        public void Report(StepProgress value)
        {
            lock (steps)
                steps.Add(value);
        }
    }
}
