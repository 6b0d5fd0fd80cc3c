using Kindred.Cli.Sheets;
using SkiaSharp;

namespace Kindred.Cli.Reports;

/// <summary>A report's colors, by day those of the sheets.</summary>
internal sealed record ReportTheme(string Name)
{
    public static readonly ReportTheme Light = new("light")
    {
        Page = SheetStyle.Page,
        Tile = SheetStyle.Tile,
        Line = SheetStyle.Line,
        Ink = SheetStyle.Ink,
        Faint = new SKColor(0x64, 0x69, 0x6E), // Small print has to be darker here than on a sheet, which nobody reads on a phone.
        Quiet = new SKColor(0xB4, 0xBA, 0xBC),
        Accent = SheetStyle.Accent,
        Warning = SheetStyle.Warning,
    };

    public static readonly ReportTheme Dark = new("dark")
    {
        Page = new SKColor(0x16, 0x1A, 0x1D),
        Tile = new SKColor(0x23, 0x29, 0x2D),
        Line = new SKColor(0x34, 0x3B, 0x40),
        Ink = new SKColor(0xE9, 0xE7, 0xE2),
        Faint = new SKColor(0xA2, 0xA8, 0xAC),
        Quiet = new SKColor(0x5A, 0x64, 0x6A),
        Accent = new SKColor(0x5F, 0xB0, 0xB3),
        Warning = new SKColor(0xF0, 0x7E, 0x70),
    };

    public required SKColor Page { get; init; }

    public required SKColor Tile { get; init; }

    public required SKColor Line { get; init; }

    public required SKColor Ink { get; init; }

    public required SKColor Faint { get; init; }

    /// <summary>Bars that others are measured against.</summary>
    public required SKColor Quiet { get; init; }

    public required SKColor Accent { get; init; }

    public required SKColor Warning { get; init; }

    /// <summary>The colors as variables of a style sheet.</summary>
    public string Variables =>
        $"--page: {Hex(Page)}; --tile: {Hex(Tile)}; --line: {Hex(Line)}; --ink: {Hex(Ink)}; --faint: {Hex(Faint)}; --quiet: {Hex(Quiet)}; "
        + $"--accent: {Hex(Accent)}; --warning: {Hex(Warning)};";

    private static string Hex(SKColor color) => $"#{color.Red:x2}{color.Green:x2}{color.Blue:x2}";
}
