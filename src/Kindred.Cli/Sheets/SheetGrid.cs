using SkiaSharp;

namespace Kindred.Cli.Sheets;

/// <summary>Where the pictures of a grid lie: row by row, in order, each in a box of four to three with its text below.</summary>
/// <param name="Origin">The upper left corner.</param>
/// <param name="Columns">Pictures in a row.</param>
/// <param name="CellWidth">Width of a picture's box.</param>
/// <param name="TextHeight">Height of the text below it.</param>
/// <param name="Gap">Distance between boxes.</param>
/// <param name="Count">How many pictures there are.</param>
internal readonly record struct SheetGrid(SKPoint Origin, int Columns, float CellWidth, float TextHeight, float Gap, int Count)
{
    public float Width => (Columns * (CellWidth + Gap)) - Gap;

    public float Height => Count == 0 ? 0 : (((Count + Columns - 1) / Columns) * (BoxHeight + TextHeight + Gap)) - Gap;

    private float BoxHeight => MathF.Round(CellWidth * 0.75f);

    /// <summary>The box of a picture.</summary>
    public SKRect Box(int index) =>
        SKRect.Create(
            Origin.X + (index % Columns * (CellWidth + Gap)),
            Origin.Y + (index / Columns * (BoxHeight + TextHeight + Gap)),
            CellWidth,
            BoxHeight);

    /// <summary>A grid of results: larger pictures where there are few.</summary>
    public static SheetGrid ForResults(SKPoint origin, IReadOnlyList<SheetCell> cells)
    {
        var (columns, width) = cells.Count switch
        {
            <= 3 => (Math.Max(1, cells.Count), 260),
            4 => (2, 260),
            <= 6 => (3, 240),
            <= 8 => (4, 220),
            // Reasons need room.
            <= 12 when cells.Any(cell => cell.Caption is not null) => (4, 244),
            <= 10 => (5, 200),
            <= 24 => (6, 190),
            _ => (8, 168),
        };
        return new SheetGrid(origin, columns, width, cells.Any(cell => cell.Caption is not null) ? 76 : 54, SheetStyle.Gap, cells.Count);
    }

    /// <summary>A grid of what was chosen, as wide as the sheet's left side: the more there are, the smaller they get.</summary>
    /// <param name="origin">Upper left corner.</param>
    /// <param name="count">How many pictures.</param>
    /// <param name="isOneOfSeveral">
    /// Whether there are other grids below or above, so that a single picture must not take all the room.
    /// </param>
    public static SheetGrid ForChoices(SKPoint origin, int count, bool isOneOfSeveral = false)
    {
        var columns = Math.Max(isOneOfSeveral ? 2 : 1, (int)MathF.Ceiling(MathF.Sqrt(count * 0.9f)));
        var gap = columns <= 3 ? 14 : 8;
        var width = MathF.Floor((SheetStyle.Side - ((columns - 1) * gap)) / columns);
        return new SheetGrid(origin, columns, width, columns <= 3 ? 26 : 0, gap, count);
    }
}
