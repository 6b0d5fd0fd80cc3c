using Kindred.Evaluation;
using Kindred.Spaces;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>What every store has to do with the last evaluation. A store's own tests inherit these.</summary>
public abstract class EvaluationConformance : StoreConformance
{
    [Fact]
    public async Task New_HasNoEvaluation() => Assert.Null(await Store.ReadEvaluationAsync(Cancel));

    [Fact]
    public async Task Evaluation_ReadBack_IsTheLastOneInItsOrder()
    {
        await Store.WriteEvaluationAsync(Evaluation(seed: 1, ("labels.precision@5", 0.25), ("labels.mAP@10", 0.5)), Cancel);
        await Store.WriteEvaluationAsync(Evaluation(seed: 2, ("users.b", -1), ("users.a", 1 / 3.0), ("labels.precision@5", 0)), Cancel);

        var read = (await Store.ReadEvaluationAsync(Cancel))!;

        Assert.Equal(
            [new("users.b", -1), new("users.a", 1 / 3.0), new KeyValuePair<string, double>("labels.precision@5", 0)], read.Figures);
        Assert.Equal(Evaluation(seed: 2) with { Figures = read.Figures }, read);
    }

    [Fact]
    public async Task Evaluation_NoFigures_IsReadBack()
    {
        await Store.WriteEvaluationAsync(Evaluation(seed: 3), Cancel);

        Assert.Empty((await Store.ReadEvaluationAsync(Cancel))!.Figures);
    }

    [Fact]
    public async Task Evaluation_ChangesNothingThatAGalleryShows()
    {
        var before = await Store.ReadRevisionAsync(Cancel);

        await Store.WriteEvaluationAsync(Evaluation(seed: 1), Cancel);

        Assert.Equal(before, await Store.ReadRevisionAsync(Cancel));
    }

    [Fact]
    public async Task ChangeOfModel_DropsTheEvaluation()
    {
        await FillAsync(("a.jpg", "A"));
        await Store.WriteEvaluationAsync(Evaluation(seed: 1, ("labels.precision@5", 0.25)), Cancel);

        await Store.WriteSettingsAsync((await Store.ReadSettingsAsync(Cancel))! with { Stamp = Stamp with { Model = "another" } }, Cancel);

        Assert.Null(await Store.ReadEvaluationAsync(Cancel));
    }

    private static LastEvaluation Evaluation(int seed, params (string Name, double Figure)[] figures) => new()
    {
        Time = new DateTimeOffset(2026, 11, 24, 8, 0, 0, 123, 456, TimeSpan.Zero),
        Seed = seed,
        Images = 398,
        Space = SpaceKind.Learned,
        SpaceVersion = 4,
        Basis = "Learned 4 abc",
        Figures = new OrderedDictionary<string, double>(figures.Select(figure => KeyValuePair.Create(figure.Name, figure.Figure))),
    };
}
