using SkiaSharp;

namespace Kindred.Cli.Sheets;

/// <summary>Words and the pictures that were found for them.</summary>
internal sealed class SearchSheet(string words, IReadOnlyList<SheetCell> results) : Sheet
{
    /// <inheritdoc/>
    public override SheetGrid Results { get; } = SheetGrid.ForResults(ResultsOrigin, results);

    /// <inheritdoc/>
    protected override float LeftHeight => 64;

    /// <inheritdoc/>
    protected override void DrawLeft(SKCanvas canvas) =>
        new SheetText(canvas, 22, SheetStyle.Ink, bold: true).Left(words, LeftOrigin.X, LeftOrigin.Y + 26, SheetStyle.Side);

    /// <inheritdoc/>
    protected override void DrawResults(SKCanvas canvas)
    {
        var tile = new SheetTile(canvas);
        for (var i = 0; i < results.Count; i++)
            tile.Result(results[i], i + 1, Results.Box(i));
        if (results.Count == 0)
            new SheetText(canvas, 15, SheetStyle.Faint).Left("Nothing found.", ResultsOrigin.X, ResultsOrigin.Y + 18, 260);
    }
}
