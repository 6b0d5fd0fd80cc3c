using System.Reflection;
using Kindred.Embeddings;
using Kindred.Galleries;
using Kindred.Images.Sources;
using Kindred.Interactions;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Libraries;
using Kindred.Tests.NeighborIndexes;

namespace Kindred.Tests.Galleries;

/// <summary>Opening reads only, and lets go of everything where it fails.</summary>
public sealed class GalleryOpenerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_LibraryNotPrepared_SaysSoAndChangesNothing()
    {
        using var made = await MadeUpLibrary.CreateAsync(60);
        await using var library = made.Open();
        var revision = await library.ReadRevisionAsync(Cancel);

        var exception = await Assert.ThrowsAsync<KindredException>(() => library.OpenGalleryAsync(Cancel));

        Assert.Equal(Fault.LibraryNotPrepared, exception.Fault);
        Assert.Null(await library.TryOpenGalleryAsync(Cancel));
        Assert.Equal(revision, await library.ReadRevisionAsync(Cancel));
        Assert.False(File.Exists(made.IndexFile));

        (await library.PreparedAsync(Cancel)).Dispose();
        using var gallery = await library.OpenGalleryAsync(Cancel);
        Assert.Equal(60, gallery.Images.Count);
    }

    [Theory]
    [InlineData(nameof(ILibraryStore.ReadImagesAsync))]
    [InlineData(nameof(ILibraryStore.ReadNearDuplicatesAsync))]
    public async Task Open_StoppedAfterTheFileWasOpened_LetsGoOfTheFile(string member)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has mapped is read from /proc.");
        using var made = await MadeUpLibrary.CreateAsync(60);
        await using (var library = made.Open())
            (await library.PreparedAsync(Cancel)).Dispose();
        await using var store = SqliteLibraryStore.Open(made.Location);
        var stopped = Stopping.Over(store, member);
        var source = new GallerySource(
            stopped, new LibraryModel(store.Location, () => throw new InvalidOperationException("Nothing can be embedded here.")),
            new InteractionLog(stopped, TimeProvider.System), TimeProvider.System, new PictureSources());

        await Assert.ThrowsAsync<OperationCanceledException>(() => new GalleryOpener(source, new IndexCache(stopped)).TryOpenAsync(Cancel));

        Assert.DoesNotContain(
            await File.ReadAllLinesAsync("/proc/self/maps", Cancel),
            line => line.Contains(made.IndexFile, StringComparison.Ordinal));
    }

    /// <summary>A real store whose reader gives up at one of its members.</summary>
    public class Stopping : DispatchProxy // Open, because the proxy derives from it.
    {
        private ILibraryStore _store = null!; // Set by Over, the only way to one.
        private string _member = "";

        internal static ILibraryStore Over(ILibraryStore store, string member)
        {
            var proxy = Create<ILibraryStore, Stopping>();
            (((Stopping)proxy)._store, ((Stopping)proxy)._member) = (store, member);
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name == _member ? throw new OperationCanceledException() : targetMethod?.Invoke(_store, args);
    }
}
