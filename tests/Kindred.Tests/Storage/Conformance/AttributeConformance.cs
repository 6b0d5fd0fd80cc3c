using System.Text;
using Kindred.Attributes;
using Kindred.Images;
using Kindred.Storage;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>What every store has to do with what a shop says of its pictures. A store's own tests inherit these.</summary>
public abstract class AttributeConformance : StoreConformance
{
    private static readonly AttributeDefinition Price = new("price", AttributeType.Number);
    private static readonly AttributeDefinition Brand = new("brand", AttributeType.Text);

    [Fact]
    public async Task NewStore_KnowsNothing()
    {
        await FillAsync(("a.jpg", "A"));

        Assert.Equal(0, await Store.ReadAttributesRevisionAsync(Cancel));
        Assert.Empty(await Store.ReadAttributeDefinitionsAsync(Cancel));
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task Written_ReadBack_InTheOrderOfImages()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));
        var (a, b) = (await IdOfAsync("a.jpg"), await IdOfAsync("b.jpg"));

        var report = await WriteAsync(
            [Price, Brand], new(b, "B-1", """{"brand":"Ikea"}"""), new(a, null, """{"price":299.5,"brand":null}"""));

        Assert.Equal(new AttributeReport(2, 0, 0), report);
        Assert.Equal([Price, Brand], await Store.ReadAttributeDefinitionsAsync(Cancel));
        Assert.Equal([$"{a}  {{\"price\":299.5}}", $"{b} B-1 {{\"brand\":\"Ikea\"}}"], await RowsAsync());
    }

    [Fact]
    public async Task WrittenAgain_IsMergedIntoWhatThereIs()
    {
        await FillAsync(("a.jpg", "A"));
        var a = await IdOfAsync("a.jpg");
        await WriteAsync([Price, Brand], new AttributeChange(a, "A-1", """{"price":1,"brand":"Ikea"}"""));

        var changed = await WriteAsync([], new(a, null, """{"price":2}"""), new(a, null, """{"brand":null}"""));

        Assert.Equal(new AttributeReport(0, 2, 0), changed);
        Assert.Equal([$"{a} A-1 {{\"price\":2}}"], await RowsAsync());
    }

    [Fact]
    public async Task Revision_GoesUpWithChangesAlone_AndTheLibrarysStays()
    {
        await FillAsync(("a.jpg", "A"));
        var a = await IdOfAsync("a.jpg");
        var library = await Store.ReadStateAsync(Cancel);
        await WriteAsync([Price], new AttributeChange(a, "A-1", """{"price":1}"""));
        var first = await Store.ReadAttributesRevisionAsync(Cancel);

        var same = await WriteAsync([], new AttributeChange(a, "A-1", """{"price":1}"""));

        Assert.Equal(new AttributeReport(0, 0, 1), same);
        Assert.Equal((1, 1), (first, await Store.ReadAttributesRevisionAsync(Cancel)));
        await WriteAsync([], new AttributeChange(a, "A-2", "{}"));
        Assert.Equal(2, await Store.ReadAttributesRevisionAsync(Cancel));
        Assert.Equal(library, await Store.ReadStateAsync(Cancel));
    }

    [Fact]
    public async Task OwnId_IsFoundWithAllThatShareIt()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"), ("c.jpg", "C"), ("d.jpg", "D"));
        ImageId[] ids =
            [await IdOfAsync("a.jpg"), await IdOfAsync("b.jpg"), await IdOfAsync("c.jpg"), await IdOfAsync("d.jpg")];
        await WriteAsync([], new(ids[0], "P", "{}"), new(ids[1], "Q", "{}"), new(ids[2], "P", "{}"), new(ids[3], null, "{}"));

        Assert.Equal([ids[0], ids[2]], await Store.FindByOwnIdAsync("P", Cancel));
        Assert.Empty(await Store.FindByOwnIdAsync("p", Cancel));
        Assert.Equal([ids[0], ids[2]], (await Store.ReadProductsAsync([ids[2], ids[3]], Cancel)).Select(read => read.Image));
        Assert.Empty(await Store.ReadProductsAsync([ids[3]], Cancel));
    }

    [Fact]
    public async Task Attributes_OfSomeImages_AreTheirsAndNoOthers()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"), ("c.jpg", "C"));
        ImageId[] ids = [await IdOfAsync("a.jpg"), await IdOfAsync("b.jpg"), await IdOfAsync("c.jpg")];
        await WriteAsync([Price], new(ids[0], "P", """{"price":1}"""), new(ids[1], "P", """{"price":2}"""));

        var read = await Store.ReadAttributesAsync([ids[2], ids[1]], Cancel);

        var only = Assert.Single(read);
        Assert.Equal((ids[1], "P", """{"price":2}"""), (only.Image, only.OwnId, Encoding.UTF8.GetString(only.Values.Span)));
        Assert.Empty(await Store.ReadAttributesAsync([], Cancel));
    }

    [Fact]
    public async Task Fault_InABatch_LeavesEverythingAsItWas()
    {
        await FillAsync(("a.jpg", "A"));
        var a = await IdOfAsync("a.jpg");
        static async IAsyncEnumerable<AttributeBatch> Broken(ImageId image)
        {
            yield return new AttributeBatch([Price], new[] { new AttributeChange(image, "A-1", """{"price":1}""") });
            await Task.CompletedTask;
            throw new InvalidDataException("line 2");
        }

        await Assert.ThrowsAsync<InvalidDataException>(() => Store.WriteAttributesAsync(Broken(a), replaces: false, Cancel));

        Assert.Empty(await RowsAsync());
        Assert.Empty(await Store.ReadAttributeDefinitionsAsync(Cancel));
        Assert.Equal(0, await Store.ReadAttributesRevisionAsync(Cancel));
    }

    [Fact]
    public async Task Replaced_WhatWasThereIsGone()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));
        var (a, b) = (await IdOfAsync("a.jpg"), await IdOfAsync("b.jpg"));
        await WriteAsync([Price], new(a, "A-1", """{"price":1}"""), new(b, "B-1", "{}"));

        var batch = new AttributeBatch([new AttributeDefinition("price", AttributeType.Text)], new[]
        {
            new AttributeChange(b, null, """{"price":"low"}"""),
        });
        await Store.WriteAttributesAsync(new[] { batch }.ToAsyncEnumerable(), replaces: true, Cancel);

        Assert.Equal([$"{b}  {{\"price\":\"low\"}}"], await RowsAsync());
        Assert.Equal(AttributeType.Text, Assert.Single(await Store.ReadAttributeDefinitionsAsync(Cancel)).Type);
    }

    [Fact]
    public async Task Definition_OfAnotherTypeThanThereIs_IsRefused()
    {
        await FillAsync(("a.jpg", "A"));
        await WriteAsync([Price]);

        var fault = await Assert.ThrowsAsync<KindredException>(
            () => WriteAsync([new AttributeDefinition("PRICE", AttributeType.Text)]));

        Assert.Equal(Fault.LibraryChanging, fault.Fault);
    }

    [Fact]
    public async Task Attributes_StayWithARenamedAndWithAChangedPicture_AndGoWithARemovedOne()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));
        var (a, b) = (await IdOfAsync("a.jpg"), await IdOfAsync("b.jpg"));
        await WriteAsync([], new(a, "A-1", "{}"), new(b, "B-1", "{}"));

        var changes = new LibraryChanges();
        changes.Renamed.Add((a, FileOf("z.jpg", "A")));
        await Store.ApplyAsync(changes, Cancel);
        await ApplyAsync(("z.jpg", "Z"));
        await RemoveAsync("b.jpg");

        Assert.Equal([$"{a} A-1 {{}}"], await RowsAsync());
        Assert.Equal(a, await IdOfAsync("z.jpg"));
    }

    [Fact]
    public async Task Write_OfAnImageThatIsNotThere_IsPassedOver()
    {
        await FillAsync(("a.jpg", "A"));

        var report = await WriteAsync([], new AttributeChange(new ImageId(1000), "X", "{}"));

        Assert.Equal(new AttributeReport(0, 0, 1), report);
        Assert.Empty(await RowsAsync());
    }

    private protected Task<AttributeReport> WriteAsync(IReadOnlyList<AttributeDefinition> added, params AttributeChange[] changes) =>
        Store.WriteAttributesAsync(new[] { new AttributeBatch(added, changes) }.ToAsyncEnumerable(), replaces: false, Cancel);

    private async Task<ImageId> IdOfAsync(string path) =>
        (await Store.ReadImagesAsync(Cancel)).Single(image => image.Path == path).Id;

    private async Task<List<string>> RowsAsync()
    {
        var rows = new List<string>();
        await foreach (var stored in Store.ReadAttributesAsync(Cancel))
            rows.Add($"{stored.Image} {stored.OwnId} {Encoding.UTF8.GetString(stored.Values.Span)}");
        return rows;
    }
}
