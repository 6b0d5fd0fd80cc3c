using Kindred.Storage;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>What every store has to do with embeddings. A store's own tests inherit these.</summary>
public abstract class EmbeddingConformance : StoreConformance
{
    [Fact]
    public async Task ReadEmbeddings_Stored_AreTheHalvesOfWhatWasStored()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));

        var read = new List<(string Path, Half[] Embedding)>();
        await foreach (var (image, embedding) in Store.ReadEmbeddingsAsync(Cancel))
            read.Add((image.Path, embedding.ToArray()));

        Assert.Equal(["a.jpg", "b.jpg"], read.Select(entry => entry.Path));
        Assert.Equal([(Half)'A', (Half)0.1f, (Half)(-2)], read[0].Embedding);
        Assert.Equal([(Half)'B', (Half)0.1f, (Half)(-2)], read[1].Embedding);
    }

    [Fact]
    public async Task ReadContentEmbeddings_WithAndWithoutAnImage_AreTheHalvesThatWereStored()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));
        await RemoveAsync("a.jpg");

        var read = await Store.ReadContentEmbeddingsAsync([Content("A"), Content("B"), Content("C"), Content("A")], Cancel);

        Assert.Equal(2, read.Count);
        Assert.Equal([(Half)'A', (Half)0.1f, (Half)(-2)], read[Content("A")]);
        Assert.Equal([(Half)'B', (Half)0.1f, (Half)(-2)], read[Content("B")]);
    }

    [Fact]
    public async Task Apply_SameContentTwice_SharesOneEmbedding()
    {
        await FillAsync(("a.jpg", "A"), ("copy.jpg", "A"));

        Assert.Equal(2, (await Store.ReadImagesAsync(Cancel)).Count);
        Assert.Single(await Store.ReadContentsAsync(Cancel));
    }

    [Fact]
    public async Task Prune_FewUnusedEmbeddings_AreKept()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));
        var changes = new LibraryChanges();
        changes.Removed.Add((Folder, "a.jpg"));
        await Store.ApplyAsync(changes, Cancel);

        Assert.Equal(0, await Store.PruneAsync(Cancel));
        Assert.Equal(2, (await Store.ReadContentsAsync(Cancel)).Count);
    }

    [Fact]
    public async Task Prune_MostEmbeddingsUnused_AreDropped()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"), ("c.jpg", "C"));
        var changes = new LibraryChanges();
        changes.Removed.AddRange([(Folder, "a.jpg"), (Folder, "b.jpg")]);
        await Store.ApplyAsync(changes, Cancel);

        Assert.Equal(2, await Store.PruneAsync(Cancel));
        Assert.Equal(Content("C"), Assert.Single(await Store.ReadContentsAsync(Cancel)));
    }

    [Fact]
    public async Task ReadContentEmbeddings_Thousands_AreAllThere()
    {
        var contents = Enumerable.Range(0, 5000).Select(n => $"{n}").ToArray();
        await FillAsync([.. contents.Select(content => ($"{content}.jpg", content))]);

        var read = await Store.ReadContentEmbeddingsAsync([.. contents.Select(Content), .. contents.Select(Content)], Cancel);

        Assert.Equal(5000, read.Count);
        Assert.All(contents, content => Assert.Equal((Half)content[0], read[Content(content)][0]));
    }
}
