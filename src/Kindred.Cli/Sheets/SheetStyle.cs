using SkiaSharp;

namespace Kindred.Cli.Sheets;

/// <summary>The colors and measures that all sheets share, in pixels.</summary>
internal static class SheetStyle
{
    public const float Margin = 44;
    public const float Header = 92;
    public const float Footer = 50;
    public const float Gap = 22;
    public const float Side = 350;
    public const float Corner = 10;

    public static readonly SKColor Page = new(0xFB, 0xFA, 0xF8);
    public static readonly SKColor Tile = new(0xEE, 0xED, 0xE9);
    public static readonly SKColor Line = new(0xE2, 0xE0, 0xDB);
    public static readonly SKColor Ink = new(0x1F, 0x24, 0x29);
    public static readonly SKColor Faint = new(0x73, 0x78, 0x7D);
    public static readonly SKColor Accent = new(0x23, 0x5E, 0x63);
    public static readonly SKColor Warning = new(0xC2, 0x3B, 0x2E);
}
