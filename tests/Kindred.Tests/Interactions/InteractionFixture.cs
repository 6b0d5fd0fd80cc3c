using Kindred.Images;
using Kindred.Interactions;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.Interactions;

/// <summary>A log on real SQLite, a clock that is set, and the names of three pictures that need not exist for choosing them.</summary>
public abstract class InteractionFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    protected static DateTimeOffset Start { get; } = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static Image Sofa { get; } = Image(1, "sofa/1.jpg");

    protected static Image Bed { get; } = Image(2, "bed/1.jpg");

    protected static Image Chair { get; } = Image(3, "chair/7.jpg");

    private protected static ImageNames Names { get; } = new([Bed, Chair, Sofa]);

    protected InteractionLog Log { get; private set; } = null!; // Set before every test.

    internal SetClock Clock { get; } = new(Start);

    private protected ILibraryStore Store { get; private set; } = null!; // Set before every test.

    public ValueTask InitializeAsync()
    {
        Store = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        Log = new InteractionLog(Store, Clock);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Task<RecordReport> LikeAsync(string user, params Image[] images) =>
        Log.RecordAsync(user, InteractionKind.Like, images, cancellationToken: Cancel);

    protected async Task<string> ExportAsync(string user)
    {
        await using var writer = new StringWriter();
        await Log.ExportAsync(user, writer, cancellationToken: Cancel);
        return writer.ToString();
    }

    private protected async Task<ImportReport> ImportAsync(string user, params string[] lines)
    {
        using var reader = new StringReader(string.Join('\n', lines));
        return await Log.ImportAsync(user, reader, Names, Cancel);
    }

    private static Image Image(int id, string path) =>
        new(new ImageId(id), "/gallery", path, ContentHash.Of([(byte)id]), 1, DateTime.UnixEpoch, 8, 8);
}
