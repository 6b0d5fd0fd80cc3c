using Kindred.Derived;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.NearDuplicates;
using Kindred.Storage;
using Kindred.Tastes;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>
/// That a store says what is wrong with its data in the port's own exceptions, whoever asks. A store's own tests inherit these.
/// </summary>
public abstract class FaultConformance : StoreConformance
{
    private const string User = "ann";
    private const int Most = 2000;

    private static readonly ContentHash[] Contents = [.. Enumerable.Range(0, Most).Select(n => Content($"{n}"))];
    private static readonly Choice[] Choices = [.. Contents.Select((content, n) => new Choice(InteractionKind.Like, content, $"{n}.jpg"))];

    /// <summary>Everything that reads what there may be much of.</summary>
    private static readonly Dictionary<string, Func<ILibraryStore, Task>> Reads = new()
    {
        ["images"] = store => store.ReadImagesAsync(Cancel),
        ["pages"] = store => AllAsync(store.ReadImagesInPagesAsync(Cancel)),
        ["ids"] = store => store.ReadImagesAsync([.. Enumerable.Range(1, Most).Select(id => new ImageId(id))], Cancel),
        ["names"] = store => store.FindImagesByFileNameAsync("7.jpg", Cancel),
        ["count"] = store => store.CountImagesAsync(Cancel),
        ["failures"] = store => store.ReadFailuresAsync(Cancel),
        ["waiting"] = store => store.ReadWaitingFoldersAsync(Cancel),
        ["contents"] = store => store.ReadContentsAsync(Cancel),
        ["embeddings"] = store => AllAsync(store.ReadEmbeddingsAsync(Cancel)),
        ["content embeddings"] = store => store.ReadContentEmbeddingsAsync(Contents, Cancel),
        ["fingerprints"] = store => store.ReadFingerprintsAsync(Contents, Cancel),
        ["all fingerprints"] = store => AllAsync(store.ReadFingerprintsAsync(Cancel)),
        ["uncompared"] = store => store.ReadUncomparedAsync(Cancel),
        ["pairs"] = store => store.ReadNearDuplicatesAsync(Cancel),
        ["users"] = store => store.ReadUsersAsync(Cancel),
        ["interactions"] = store => store.ReadInteractionsAsync(User, Cancel),
        ["derived"] = store => store.ReadDerivedAsync("layout", Cancel),
    };

    /// <summary>Everything else.</summary>
    private static readonly Dictionary<string, Func<ILibraryStore, Task>> Others = new()
    {
        ["revision"] = store => store.ReadRevisionAsync(Cancel),
        ["state"] = store => store.ReadStateAsync(Cancel),
        ["settings"] = store => store.ReadSettingsAsync(Cancel),
        ["folders"] = store => store.ReadFoldersAsync(Cancel),
        ["size"] = store => Task.FromResult(store.Size),
        ["lock"] = store => Task.Run(() => store.LockForIndexing().Dispose(), Cancel),
        ["record"] = store => store.RecordAsync(User, [Choices[7] with { Weight = 2 }], DateTimeOffset.UnixEpoch, Cancel),
        ["tastes"] = store => store.ReadTastesAsync(User, Cancel),
        ["change tastes"] = store => store.ChangeTastesAsync(User, [new TasteChange(Id: null, Contents[..9], "nine")], Cancel),
        ["drop taste"] = store => store.DropTasteAsync(User, 1, Cancel),
        ["forget"] = store => store.ForgetAsync(User, [Content("7")], cancellationToken: Cancel),
        ["write pairs"] = store => store.WriteNearDuplicatesAsync([new(Content("7"), Content("9"), 1)], [Content("7")], Cancel),
        ["write derived"] = store => store.WriteDerivedAsync("layout", new DerivedRecord("{}", new byte[100]), isShown: true, Cancel),
        ["drop derived"] = store => store.DropDerivedAsync("layout", isShown: false, Cancel),
        ["apply"] = store => store.ApplyAsync(Changes(5), Cancel),
        ["add folder"] = store => store.AddFolderAsync(Path.GetDirectoryName(Folder)!, Cancel),
        ["remove waiting"] = store => store.RemoveWaitingImagesAsync(Folder, Cancel),
        ["prune"] = store => store.PruneAsync(Cancel),
        ["forget user"] = store => store.ForgetUserAsync(User, Cancel),
        ["remove folder"] = store => store.RemoveFolderAsync(Folder, Cancel),
        ["change model"] = async store =>
        {
            if (await store.ReadSettingsAsync(Cancel) is { } settings)
                await store.WriteSettingsAsync(settings with { Stamp = settings.Stamp with { Model = "another" } }, Cancel);
        },
    };

    [Fact]
    public async Task Damaged_BehindItsBeginning_EveryReadSaysSo()
    {
        await FillAsync(Most);
        Damage(bytes => bytes[(bytes.Length / 20)..].Fill(0xA5));

        await using var store = Open(Location);

        foreach (var (name, read) in Reads)
            Assert.Equal((name, Fault.LibraryDamaged), (name, (await CatchAsync(name, store, read))?.Fault));
        foreach (var (name, act) in Others)
            await CatchAsync(name, store, act);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Damaged_HereAndThere_NothingButFaultsOfTheStoreComesOut(int seed)
    {
        await FillAsync(300);
        var random = new Random(seed);
        Damage(bytes =>
        {
            for (var i = 0; i < 500; i++)
                bytes[random.Next(100, bytes.Length)] = (byte)random.Next(256);
        });

        ILibraryStore store;
        try
        {
            store = Open(Location);
        }
        catch (StoreException)
        {
            return;
        }

        await using (store)
        {
            foreach (var (name, act) in Reads.Concat(Others))
                await CatchAsync(name, store, act);
        }
    }

    /// <summary>The file that has the data, closed and whole.</summary>
    protected abstract string DataFile { get; }

    private static LibraryChanges Changes(int images)
    {
        var changes = new LibraryChanges();
        for (var n = 0; n < images; n++)
        {
            var print = new byte[Fingerprint.Size];
            Array.Fill(print, (byte)n);
            changes.Embeddings.Add(new ContentEmbedding(Content($"{n}"), new float[] { n, 1, 2 }, 640, 480, new Fingerprint(print)));
            changes.Files.Add(FileOf($"{n}.jpg", $"{n}"));
            changes.Failures.Add(new ImageFailure(Folder, $"{n}.txt.jpg", "no picture at all, however long one looks", 17, Time));
        }

        return changes;
    }

    /// <summary>Does something that may fail, in the one way that it may.</summary>
    private static async Task<StoreException?> CatchAsync(string name, ILibraryStore store, Func<ILibraryStore, Task> act)
    {
        var exception = await Record.ExceptionAsync(() => act(store));
        Assert.True(exception is null or StoreException, $"{name}: {exception}");
        return (StoreException?)exception;
    }

    private static async Task AllAsync<T>(IAsyncEnumerable<T> values)
    {
        await foreach (var _ in values)
        {
        }
    }

    private async Task FillAsync(int images)
    {
        await FillAsync();
        await Store.ApplyAsync(Changes(images), Cancel);
        await Store.RecordAsync(User, Choices[..images], DateTimeOffset.UnixEpoch, Cancel);
        var pairs = Contents[..images].Zip(Contents[1..images], (content, other) => new NearDuplicatePair(content, other, 1));
        await Store.WriteNearDuplicatesAsync([.. pairs], [], Cancel);
        await Store.WriteDerivedAsync("layout", new DerivedRecord("{}", new byte[100 * images]), isShown: false, Cancel);
        await Store.DisposeAsync();
    }

    private void Damage(DamageBytes damage)
    {
        var bytes = File.ReadAllBytes(DataFile);
        damage(bytes);
        File.WriteAllBytes(DataFile, bytes);
    }

    private delegate void DamageBytes(Span<byte> bytes);
}
