using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Evaluation;
using Kindred.Evaluation.Histories;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Libraries;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.Evaluation.Histories;

/// <summary>A library in real SQLite, of made-up pictures in clusters, and of people who chose by one of the worlds.</summary>
internal sealed class MadeUpLibrary : IAsyncDisposable
{
    public const int Images = 600;
    private const int Dimensions = 32;
    private const int Clusters = 40;

    private static readonly EmbedderStamp Stamp = new("made-up", new string('0', 64), "", "", Metric.Cosine, Dimensions, FitsSpace: true);

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteLibraryStore _store;
    private readonly Library _library;

    private MadeUpLibrary()
    {
        _store = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        _library = new Library(
            SqliteLibraryStore.OpenOrCreate(_folder.Path), () => throw new InvalidOperationException("Nothing is embedded here."));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<MadeUpLibrary> CreateAsync(int seed = 1)
    {
        var made = new MadeUpLibrary();
        await made._store.AddFolderAsync("/gallery", Cancel);
        await made._store.WriteSettingsAsync(new LibrarySettings(Stamp, SpaceKind.Visual), Cancel);
        var changes = new LibraryChanges();
        var looks = Looks(seed);
        for (var image = 0; image < Images; image++)
        {
            changes.Embeddings.Add(new ContentEmbedding(Content(image), looks[image], 8, 8));
            changes.Files.Add(new IndexedFile("/gallery", $"{image:0000}.jpg", Content(image), 1, DateTime.UnixEpoch));
        }

        await made._store.ApplyAsync(changes, Cancel);
        return made;
    }

    public async Task<MadeUpLibrary> ChooseAsync(MadeUpWorld world, int people, double likes, int seed = 1)
    {
        foreach (var (person, own) in MadeUpPeople.Draw(world, Looks(seed), people, likes, seed).Index())
            await ChooseAsync($"user{person:0000}", own);
        return this;
    }

    public Task ChooseAsync(string user, IEnumerable<int> images) => _store.RecordAsync(
        user,
        [
            .. images.Index().Select(choice => new Choice(
                InteractionKind.Like, Content(choice.Item), $"{choice.Item:0000}.jpg", Time: Time(choice.Index))),
        ],
        Time(0), Cancel);

    public async Task<Gallery> PrepareAsync() => (await _library.PrepareAsync(cancellationToken: Cancel))!; // It has pictures.

    public async Task<HistoryReport> JudgeAsync()
    {
        using var gallery = await PrepareAsync();
        return await (await GalleryEvaluation.OpenAsync(gallery, cancellationToken: Cancel)).JudgeHistoriesAsync(cancellationToken: Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _library.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private static DateTimeOffset Time(int place) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(place);

    private static ContentHash Content(int image) => ContentHash.Of(BitConverter.GetBytes(image));

    /// <summary>Clusters of vectors of length 1.</summary>
    private static float[][] Looks(int seed)
    {
        var random = new Random(seed);
        float[] Point(float size) => [.. Enumerable.Range(0, Dimensions).Select(_ => size * (random.NextSingle() - 0.5f))];
        float[][] centers = [.. Enumerable.Range(0, Clusters).Select(_ => Point(2))];
        return
        [
            .. Enumerable.Range(0, Images).Select(_ =>
            {
                var look = Point(1);
                TensorPrimitives.Add(look, centers[random.Next(Clusters)], look);
                TensorPrimitives.Divide(look, TensorPrimitives.Norm<float>(look), look);
                return look;
            }),
        ];
    }
}
