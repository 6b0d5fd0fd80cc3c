using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Libraries;
using Kindred.Search;
using Kindred.Server;
using Kindred.Server.Galleries;
using Kindred.Server.IndexRuns;
using Kindred.Server.Observability;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Storage.Sqlite.Pages;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kindred.Tests.Server.Galleries;

/// <summary>How the gallery that requests see follows a library of made-up embeddings.</summary>
public sealed class GalleryFollowerTests : IAsyncLifetime
{
    private const int Dimensions = 16;
    private const int Images = 60;
    private const int Kinds = 4;

    private static readonly EmbedderStamp Stamp = new("made-up", new string('0', 64), "", "", Metric.Cosine, Dimensions, FitsSpace: true);

    private readonly TemporaryFolder _folder = new();
    private readonly LinesLogger<GalleryFollower> _log = new();
    private readonly HurriedTime _time = new();
    private SqliteLibraryStore _store = null!; // Set before every test.
    private Library _library = null!; // Set before every test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        _library = new Library(_store, () => throw new InvalidOperationException("Nothing is embedded here."));
        await _store.WriteSettingsAsync(new LibrarySettings(Stamp, SpaceKind.Learned), Cancel);
        await _store.AddFolderAsync("/gallery", Cancel);
        var changes = new LibraryChanges();
        for (var image = 0; image < Images; image++)
        {
            var random = new Random(image);
            float[] embedding = [.. Enumerable.Range(0, Dimensions).Select(_ => random.NextSingle() - 0.5f)];
            embedding[image % Kinds]++;
            changes.Embeddings.Add(new ContentEmbedding(Content(image), embedding, 8, 8));
            changes.Files.Add(new IndexedFile("/gallery", $"kind{image % Kinds}/{image:00}.jpg", Content(image), 1, DateTime.UnixEpoch));
        }

        await _store.ApplyAsync(changes, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _library.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task ChoicesHaveChanged_WhileTheLibraryCannotBeRead_AreFollowedLater()
    {
        using var gallery = new LiveGallery(_library, new GalleryPreparer(_library));
        using var metrics = new ServerMetrics(gallery);
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var options = new ServerOptions { ThumbnailFolder = _folder.Path };
        using var runs = new IndexRunner(_library, gallery, options, metrics, lifetime, _time, NullLogger<IndexRunner>.Instance);
        using var follower = new GalleryFollower(_library, gallery, runs, _time, _log);
        await gallery.RefreshAsync(Cancel);
        var before = gallery.Number;
        await RecordAsync(likes: 20);

        // The revision can still be read, but not whether the space is to be fitted.
        await ExecuteAsync("ALTER TABLE settings RENAME TO settings_elsewhere");
        follower.ChoicesHaveChanged();
        await follower.StartAsync(Cancel);
        await Eventually.TrueAsync(HasFailed, "The look at the library has not failed.");
        Assert.Equal(before, gallery.Number);
        await ExecuteAsync("ALTER TABLE settings_elsewhere RENAME TO settings");

        await Eventually.TrueAsync(() => gallery.Number > before, "The choices were not followed.");
        await follower.StopAsync(Cancel);
    }

    private static ContentHash Content(int image) => ContentHash.Of(BitConverter.GetBytes(image));

    private bool HasFailed() => _log.Lines.Any(line => line.Contains("cannot be read just now", StringComparison.Ordinal));

    private async Task RecordAsync(int likes)
    {
        var liked = Enumerable.Range(0, likes).Select(i => (Content(i * Kinds % Images), $"{i}")).DistinctBy(one => one.Item1);
        await _library.Interactions.RecordAsync("ann", InteractionKind.Like, [.. liked], cancellationToken: Cancel);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(_folder.Path, SqliteLibraryStore.FileName)};Vfs={ChecksumLayer.Name};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
