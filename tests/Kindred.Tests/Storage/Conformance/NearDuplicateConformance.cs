using Kindred.Embeddings;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Storage;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>What every store has to do with fingerprints and near-duplicates. A store's own tests inherit these.</summary>
public abstract class NearDuplicateConformance : StoreConformance
{
    [Fact]
    public async Task Fingerprints_ReadBack_AreEqual()
    {
        await FillAsync(("plain.jpg", "A"));
        await ApplyFingerprintedAsync(("b.jpg", "B", 7));

        var read = await Store.ReadFingerprintsAsync([Content("A"), Content("B"), Content("unknown")], Cancel);

        Assert.Equal(Content("B"), Assert.Single(read.Keys));
        Assert.Equal(Print(7).ToByteArray(), read[Content("B")].ToByteArray());
    }

    [Fact]
    public async Task Fingerprints_All_AreThoseThatThereAre()
    {
        await FillAsync(("plain.jpg", "A"));
        await ApplyFingerprintedAsync(("b.jpg", "B", 7), ("c.jpg", "C", 8));

        var read = await Store.ReadFingerprintsAsync(Cancel).ToDictionaryAsync(cancellationToken: Cancel);

        Assert.Equal([Content("B"), Content("C")], read.Keys.OrderBy(content => content == Content("C")));
        Assert.Equal(Print(8).ToByteArray(), read[Content("C")].ToByteArray());
    }

    [Fact]
    public async Task Uncompared_AreThoseWithAFingerprintUntilTheyAreMarked()
    {
        await FillAsync(("plain.jpg", "A"));
        await ApplyFingerprintedAsync(("b.jpg", "B", 1), ("c.jpg", "C", 2));
        Assert.Equal(2, (await Store.ReadUncomparedAsync(Cancel)).Count);

        await Store.WriteNearDuplicatesAsync([], [Content("B")], Cancel);

        Assert.Equal(Content("C"), Assert.Single(await Store.ReadUncomparedAsync(Cancel)));
    }

    [Fact]
    public async Task NearDuplicates_EitherWayRound_AreOnePair()
    {
        await FillAsync();
        await ApplyFingerprintedAsync(("b.jpg", "B", 1), ("c.jpg", "C", 2));

        await Store.WriteNearDuplicatesAsync([new NearDuplicatePair(Content("B"), Content("C"), 0.75f)], [], Cancel);
        await Store.WriteNearDuplicatesAsync([new NearDuplicatePair(Content("C"), Content("B"), 0.75f)], [], Cancel);

        var pair = Assert.Single(await Store.ReadNearDuplicatesAsync(Cancel));
        Assert.Equal(0.75f, pair.Similarity);
        Assert.Equal(new HashSet<ContentHash> { Content("B"), Content("C") }, [pair.Content, pair.Other]);
    }

    [Fact]
    public async Task Variants_ReadBack_AreOfTheirKind()
    {
        await FillAsync();
        await ApplyFingerprintedAsync(("b.jpg", "B", 1), ("c.jpg", "C", 2));
        var pair = new NearDuplicatePair(Content("B"), Content("C"), 0.75f, Likeness.Variant);

        await Store.WriteNearDuplicatesAsync([pair], [], Cancel);

        Assert.Equal(Likeness.Variant, Assert.Single(await Store.ReadNearDuplicatesAsync(Cancel)).Likeness);
    }

    [Fact]
    public async Task NearDuplicates_OfSomeContents_AreTheirsAndThoseThatLeadOn()
    {
        await FillAsync();
        await ApplyFingerprintedAsync(("b.jpg", "B", 1), ("c.jpg", "C", 2), ("d.jpg", "D", 3), ("e.jpg", "E", 4), ("f.jpg", "F", 5));
        NearDuplicatePair Pair(string one, string other, Likeness likeness) => new(Content(one), Content(other), 0.75f, likeness);
        await Store.WriteNearDuplicatesAsync(
            [Pair("B", "C", Likeness.Variant), Pair("D", "C", Likeness.NearDuplicate), Pair("E", "F", Likeness.Variant)], [], Cancel);
        async Task<List<string>> ReadAsync(params string[] names) =>
        [
            .. (await Store.ReadNearDuplicatesAsync([.. names.Select(Content)], Cancel))
                .Select(pair => string.Concat(new[] { "B", "C", "D", "E", "F" }.Where(
                    name => Content(name) == pair.Content || Content(name) == pair.Other)) + $" {pair.Likeness}")
                .Order(StringComparer.Ordinal),
        ];

        Assert.Equal(["BC Variant", "CD NearDuplicate"], await ReadAsync("B"));
        Assert.Equal(["BC Variant", "CD NearDuplicate"], await ReadAsync("D", "C"));
        Assert.Equal(["EF Variant"], await ReadAsync("unknown", "F"));
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task NearDuplicates_OfAContentThatIsEmbeddedAnew_AreLookedForAgain()
    {
        await FillAsync();
        await ApplyFingerprintedAsync(("b.jpg", "B", 1), ("c.jpg", "C", 2));
        await Store.WriteNearDuplicatesAsync([new NearDuplicatePair(Content("B"), Content("C"), 1)], [Content("B"), Content("C")], Cancel);

        await ApplyFingerprintedAsync(("b.jpg", "B", 3));

        Assert.Empty(await Store.ReadNearDuplicatesAsync(Cancel));
        Assert.Equal(Content("B"), Assert.Single(await Store.ReadUncomparedAsync(Cancel)));
    }

    [Fact]
    public async Task NearDuplicates_OfContentsThatAreNotThere_AreNotKept()
    {
        await FillAsync(("a.jpg", "A"));

        await Store.WriteNearDuplicatesAsync([new NearDuplicatePair(Content("A"), Content("gone"), 1)], [Content("gone")], Cancel);

        Assert.Empty(await Store.ReadNearDuplicatesAsync(Cancel));
    }

    [Fact]
    public async Task ChangeOfModel_DropsNearDuplicates()
    {
        await FillAsync();
        await ApplyFingerprintedAsync(("b.jpg", "B", 1), ("c.jpg", "C", 2));
        await Store.WriteNearDuplicatesAsync([new NearDuplicatePair(Content("B"), Content("C"), 1)], [], Cancel);

        await Store.WriteSettingsAsync((await Store.ReadSettingsAsync(Cancel))! with { Stamp = Stamp with { Model = "another" } }, Cancel);

        Assert.Empty(await Store.ReadNearDuplicatesAsync(Cancel));
    }

    private static Fingerprint Print(byte value)
    {
        var bytes = new byte[Fingerprint.Size];
        Array.Fill(bytes, value);
        return new Fingerprint(bytes);
    }

    private Task ApplyFingerprintedAsync(params (string Path, string Content, byte Print)[] files)
    {
        var changes = new LibraryChanges();
        foreach (var (path, content, print) in files)
        {
            changes.Embeddings.Add(new ContentEmbedding(Content(content), new float[] { 1, 2, 3 }, 640, 480, Print(print)));
            changes.Files.Add(FileOf(path, content));
        }

        return Store.ApplyAsync(changes, Cancel);
    }
}
