using System.Globalization;
using SkiaSharp;

namespace Kindred.Cli.Sheets;

/// <summary>What somebody chose, and what Kindred recommends for it, best first.</summary>
internal sealed class RecommendationSheet : Sheet
{
    private const float HeadingHeight = 32;
    private const float GroupGap = 30;

    private readonly IReadOnlyList<SheetCell> _results;
    private readonly List<(SheetGroup Group, SheetGrid Grid)> _groups = [];

    /// <summary>Lays out a sheet.</summary>
    /// <param name="choices">Likes, in one group or one for each taste, and dislikes. Empty groups are left out.</param>
    /// <param name="results">The recommendations.</param>
    public RecommendationSheet(IReadOnlyList<SheetGroup> choices, IReadOnlyList<SheetCell> results)
    {
        _results = results;
        Results = SheetGrid.ForResults(ResultsOrigin, results);
        var top = LeftOrigin.Y;
        SheetGroup[] groups = [.. choices.Where(group => group.Cells.Count > 0)];
        foreach (var group in groups)
        {
            var grid = SheetGrid.ForChoices(new SKPoint(LeftOrigin.X, top + HeadingHeight), group.Cells.Count, groups.Length > 1);
            _groups.Add((group, grid));
            top += HeadingHeight + grid.Height + GroupGap;
        }

        LeftHeight = top - LeftOrigin.Y - GroupGap;
    }

    /// <inheritdoc/>
    public override SheetGrid Results { get; }

    /// <summary>Where the pictures of each group lie.</summary>
    public IReadOnlyList<SheetGrid> Choices => [.. _groups.Select(entry => entry.Grid)];

    /// <inheritdoc/>
    protected override float LeftHeight { get; }

    /// <inheritdoc/>
    protected override void DrawLeft(SKCanvas canvas)
    {
        var tile = new SheetTile(canvas);
        foreach (var (group, grid) in _groups)
        {
            var heading = new SheetText(canvas, 15, group.Disliked ? SheetStyle.Warning : SheetStyle.Ink, bold: true);
            heading.Left(group.Heading, grid.Origin.X, grid.Origin.Y - HeadingHeight + 14, SheetStyle.Side - 44);
            var count = (group.Total ?? group.Cells.Count).ToString(CultureInfo.InvariantCulture);
            new SheetText(canvas, 13, SheetStyle.Faint).Right(count, grid.Origin.X + SheetStyle.Side, grid.Origin.Y - HeadingHeight + 14);
            for (var i = 0; i < group.Cells.Count; i++)
            {
                var box = grid.Box(i);
                tile.Picture(group.Cells[i].Picture, box);
                if (group.Disliked)
                    tile.Dislike(box);
                if (grid.TextHeight > 0)
                    new SheetText(canvas, 12.5f, SheetStyle.Faint).Left(group.Cells[i].Name, box.Left, box.Bottom + 19, box.Width);
            }
        }
    }

    /// <inheritdoc/>
    protected override void DrawResults(SKCanvas canvas)
    {
        var tile = new SheetTile(canvas);
        for (var i = 0; i < _results.Count; i++)
            tile.Result(_results[i], i + 1, Results.Box(i));
        if (_results.Count == 0)
            new SheetText(canvas, 15, SheetStyle.Faint).Left("Nothing to recommend.", ResultsOrigin.X, ResultsOrigin.Y + 18, 260);
    }
}
