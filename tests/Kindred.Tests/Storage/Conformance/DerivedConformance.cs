using Kindred.Derived;
using Kindred.Storage;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>What every store has to do with derived values. A store's own tests inherit these.</summary>
public abstract class DerivedConformance : StoreConformance
{
    private static readonly DerivedRecord First = new("""{"of":"first"}""", new byte[] { 1, 2, 3 });
    private static readonly DerivedRecord Second = new("""{"of":"椅子 'x' \u0000"}""", new byte[] { 0, 255, 10, 0 });

    [Fact]
    public async Task New_HasNoValues()
    {
        Assert.Null(await Store.ReadDerivedAsync("layout", Cancel));
        Assert.False(await Store.DropDerivedAsync("layout", isShown: true, Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_ReadBack_IsTheLastOneOfItsName(bool isShown)
    {
        await Store.WriteDerivedAsync("space", First, isShown, Cancel);
        await Store.WriteDerivedAsync("space", Second, isShown, Cancel);
        await Store.WriteDerivedAsync("Space", First, isShown, Cancel);

        AssertEqual(Second, await Store.ReadDerivedAsync("space", Cancel));
        AssertEqual(First, await Store.ReadDerivedAsync("Space", Cancel));
        Assert.Null(await Store.ReadDerivedAsync("layout", Cancel));
    }

    [Fact]
    public async Task Write_NoBytes_IsReadBack()
    {
        await Store.WriteDerivedAsync("layout", new DerivedRecord("", ReadOnlyMemory<byte>.Empty), isShown: false, Cancel);

        AssertEqual(new DerivedRecord("", ReadOnlyMemory<byte>.Empty), await Store.ReadDerivedAsync("layout", Cancel));
    }

    [Fact]
    public async Task Write_PartOfAnArray_IsThatPart()
    {
        await Store.WriteDerivedAsync("layout", First with { Value = new byte[] { 9, 1, 2, 3, 9 }.AsMemory(1, 3) }, isShown: false, Cancel);

        AssertEqual(First, await Store.ReadDerivedAsync("layout", Cancel));
    }

    [Fact]
    public async Task Drop_TakesTheValueOfItsNameAlone()
    {
        await Store.WriteDerivedAsync("space", First, isShown: true, Cancel);
        await Store.WriteDerivedAsync("layout", Second, isShown: false, Cancel);

        Assert.True(await Store.DropDerivedAsync("space", isShown: true, Cancel));

        Assert.Null(await Store.ReadDerivedAsync("space", Cancel));
        AssertEqual(Second, await Store.ReadDerivedAsync("layout", Cancel));
    }

    [Fact]
    public async Task ChangeOfModel_DropsAllValues()
    {
        await FillAsync(("a.jpg", "A"));
        await Store.WriteDerivedAsync("space", First, isShown: true, Cancel);
        await Store.WriteDerivedAsync("layout", Second, isShown: false, Cancel);

        await Store.WriteSettingsAsync((await Store.ReadSettingsAsync(Cancel))! with { Stamp = Stamp with { Model = "another" } }, Cancel);

        Assert.Null(await Store.ReadDerivedAsync("space", Cancel));
        Assert.Null(await Store.ReadDerivedAsync("layout", Cancel));
    }

    [Fact]
    public async Task OtherSettings_KeepValues()
    {
        await FillAsync(("a.jpg", "A"));
        await Store.WriteDerivedAsync("layout", Second, isShown: false, Cancel);

        await Store.WriteSettingsAsync((await Store.ReadSettingsAsync(Cancel))! with { Search = SearchKind.Hnsw }, Cancel);

        AssertEqual(Second, await Store.ReadDerivedAsync("layout", Cancel));
    }

    [Fact]
    public async Task Name_Empty_IsRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ReadDerivedAsync("", Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.WriteDerivedAsync("", First, isShown: false, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DropDerivedAsync("", isShown: false, Cancel));
    }

    private static void AssertEqual(DerivedRecord expected, DerivedRecord? actual)
    {
        Assert.Equal(expected.Source, actual!.Source);
        Assert.Equal(expected.Value.ToArray(), actual.Value.ToArray());
    }
}
