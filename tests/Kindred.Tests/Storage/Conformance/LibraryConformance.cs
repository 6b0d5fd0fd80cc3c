using Kindred.Storage;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>What every store has to do as a whole. A store's own tests inherit these.</summary>
public abstract class LibraryConformance : StoreConformance
{
    [Fact]
    public async Task New_HasNothing()
    {
        Assert.Null(await Store.ReadSettingsAsync(Cancel));
        Assert.Empty(await Store.ReadFoldersAsync(Cancel));
        Assert.Empty(await Store.ReadImagesAsync(Cancel));
        Assert.Empty(await Store.ReadImagesAsync(after: null, 10, Cancel));
        Assert.Empty(await Store.ReadFailuresAsync(Cancel));
        Assert.Empty(await Store.ReadContentsAsync(Cancel));
    }

    [Fact]
    public void LockForIndexing_Twice_IsRefusedUntilReleased()
    {
        using (Store.LockForIndexing())
        {
            var exception = Assert.Throws<StoreException>(() => Store.LockForIndexing());
            Assert.Equal(Fault.LibraryBusy, exception.Fault);
            Assert.Contains("indexing", exception.Message, StringComparison.Ordinal);
        }

        Store.LockForIndexing().Dispose();
    }
}
