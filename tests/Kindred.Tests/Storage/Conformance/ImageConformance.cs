using Kindred.Images;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>How a store finds some of its images without reading all. A store's own tests inherit these.</summary>
public abstract class ImageConformance : StoreConformance
{
    [Fact]
    public async Task ReadImages_SomeIds_AreThoseInOrderOfPath()
    {
        await FillAsync(("c.jpg", "C"), ("a.jpg", "A"), ("b.jpg", "B"), ("gone.jpg", "D"));
        var all = await Store.ReadImagesAsync(Cancel);
        await RemoveAsync("gone.jpg");

        var some = await Store.ReadImagesAsync([all[2].Id, all[0].Id, all[2].Id, all[3].Id, new ImageId(4711)], Cancel);

        Assert.Equal([all[0], all[2]], some);
        Assert.Empty(await Store.ReadImagesAsync([], Cancel));
    }

    [Fact]
    public async Task ReadImages_ThousandsOfIds_AreInTheOrderOfAll()
    {
        // Some names sort one way as UTF-8, the other as UTF-16: whatever the order is, both calls must agree.
        await FillAsync([.. Enumerable.Range(0, 3000).Select(n => ($"{(n % 2 == 0 ? "\uE000" : "😀")}/{n}.jpg", $"{n}"))]);
        var all = await Store.ReadImagesAsync(Cancel);

        Assert.Equal(all, await Store.ReadImagesAsync([.. all.Select(image => image.Id).Reverse()], Cancel));
    }

    [Fact]
    public async Task FindImages_ByFileName_AreThoseCalledExactlyThat()
    {
        await FillAsync(
            ("x/椅子 1%.jpg", "A"), ("椅子 1%.jpg", "B"), ("a/b/椅子 1%.jpg", "C"), ("x椅子 1%.jpg", "D"), ("椅子 10.jpg", "E"), ("椅子 1%.JPG", "F"),
            ("椅子 1%.jpg/c.jpg", "G"), ("a_b.jpg", "H"), ("axb.jpg", "I"));

        Assert.Equal(["a/b/椅子 1%.jpg", "x/椅子 1%.jpg", "椅子 1%.jpg"], await FindAsync("椅子 1%.jpg"));
        Assert.Equal(["a_b.jpg"], await FindAsync("a_b.jpg"));
        Assert.Equal(["椅子 1%.jpg/c.jpg"], await FindAsync("c.jpg"));
        Assert.Empty(await FindAsync("x/椅子 1%.jpg"));
        Assert.Empty(await FindAsync("1%.jpg"));
        Assert.Empty(await FindAsync("c.jpg\0"));
        await Assert.ThrowsAsync<ArgumentException>(() => FindAsync(""));
    }

    [Fact]
    public async Task Images_WithoutAnEmbedding_AreNeitherFoundNorCounted()
    {
        await FillAsync(("a.jpg", "A"), ("copy.jpg", "A"), ("b.jpg", "B"));
        var ids = (await Store.ReadImagesAsync(Cancel)).Select(image => image.Id).ToArray();
        Assert.Equal(3, await Store.CountImagesAsync(Cancel));

        await Store.WriteSettingsAsync(new LibrarySettings(Stamp with { Model = "another" }, SpaceKind.Visual), Cancel);

        Assert.Equal(0, await Store.CountImagesAsync(Cancel));
        Assert.Empty(await Store.ReadImagesAsync(ids, Cancel));
        Assert.Empty(await FindAsync("a.jpg"));
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

    private async Task<IEnumerable<string>> FindAsync(string fileName) =>
        (await Store.FindImagesByFileNameAsync(fileName, Cancel)).Select(image => image.Path);
}
