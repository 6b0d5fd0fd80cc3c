using SkiaSharp;

namespace Kindred.Cli.Sheets;

/// <summary>A picture and those most like it, nearest first.</summary>
internal sealed class SimilarSheet(SheetCell query, IReadOnlyList<SheetCell> results) : Sheet
{
    /// <inheritdoc/>
    public override SheetGrid Results { get; } = SheetGrid.ForResults(ResultsOrigin, results);

    /// <summary>Where the query lies.</summary>
    public SKRect QueryBox { get; } = Fit(query.Picture);

    /// <inheritdoc/>
    protected override float LeftHeight => QueryBox.Height + 64;

    /// <inheritdoc/>
    protected override void DrawLeft(SKCanvas canvas)
    {
        new SheetTile(canvas).Picture(query.Picture, QueryBox);
        var baseline = QueryBox.Bottom + 28;
        if (query.Label is not null)
        {
            new SheetText(canvas, 16, SheetStyle.Ink, bold: true).Left(query.Label, QueryBox.Left, baseline, SheetStyle.Side);
            baseline += 24;
        }

        new SheetText(canvas, 14, SheetStyle.Faint).Left(query.Name, QueryBox.Left, baseline, SheetStyle.Side);
    }

    /// <inheritdoc/>
    protected override void DrawResults(SKCanvas canvas)
    {
        var tile = new SheetTile(canvas);
        for (var i = 0; i < results.Count; i++)
            tile.Result(results[i], i + 1, Results.Box(i));
        if (results.Count == 0)
            new SheetText(canvas, 15, SheetStyle.Faint).Left("Nothing found.", ResultsOrigin.X, ResultsOrigin.Y + 18, 260);
    }

    // The query's box has the query's own shape: only the extremes are cut to a square and a half.
    private static SKRect Fit(SheetPicture? picture)
    {
        var tall = picture is null ? 0.75f : Math.Clamp((float)picture.Height / picture.Width, 0.5f, 1.4f);
        return SKRect.Create(LeftOrigin.X, LeftOrigin.Y, SheetStyle.Side, MathF.Round(SheetStyle.Side * tall));
    }
}
