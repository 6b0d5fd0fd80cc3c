using Kindred.Layouts;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>What every store has to do with the map. A store's own tests inherit these.</summary>
public abstract class LayoutConformance : StoreConformance
{
    private static readonly LayoutPosition[] Positions = [new(-1, 0.1f), new(1 / 3f, 1), new(0, -0.25f)];

    [Fact]
    public async Task Map_ReadBack_IsTheLastOne()
    {
        Assert.Null(await Store.ReadLayoutAsync(Cancel));

        await Store.WriteLayoutAsync("first", new GalleryLayout([]), Cancel);
        await Store.WriteLayoutAsync("second", new GalleryLayout(Positions), Cancel);

        var (fittedTo, map) = (await Store.ReadLayoutAsync(Cancel))!.Value;
        Assert.Equal("second", fittedTo);
        Assert.Equal(Positions, map.Positions);
    }

    [Fact]
    public async Task Map_ChangesNothingThatAGalleryShows()
    {
        var before = await Store.ReadRevisionAsync(Cancel);

        await Store.WriteLayoutAsync("something", new GalleryLayout(Positions), Cancel);

        Assert.Equal(before, await Store.ReadRevisionAsync(Cancel));
    }

    [Fact]
    public async Task ChangeOfModel_DropsTheMap()
    {
        await FillAsync(("a.jpg", "A"));
        await Store.WriteLayoutAsync("something", new GalleryLayout(Positions), Cancel);

        await Store.WriteSettingsAsync((await Store.ReadSettingsAsync(Cancel))! with { Stamp = Stamp with { Model = "another" } }, Cancel);

        Assert.Null(await Store.ReadLayoutAsync(Cancel));
    }
}
