using SkiaSharp;

namespace Kindred.Cli.Sheets;

/// <summary>A drawing of results: a title, what was asked on the left, what was found on the right, a footer.</summary>
internal abstract class Sheet
{
    private const float Divider = 40;

    /// <summary>What the sheet shows, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What else there is to know about it, in small print below the title.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Small print at the foot.</summary>
    public string Footer { get; init; } = "Kindred";

    /// <summary>Where the results lie.</summary>
    public abstract SheetGrid Results { get; }

    /// <summary>The upper left corner of the left side.</summary>
    protected static SKPoint LeftOrigin => new(SheetStyle.Margin, SheetStyle.Header + SheetStyle.Margin - 12);

    /// <summary>The upper left corner of the results.</summary>
    protected static SKPoint ResultsOrigin => new(SheetStyle.Margin + SheetStyle.Side + (2 * Divider), LeftOrigin.Y);

    /// <summary>Height of the left side.</summary>
    protected abstract float LeftHeight { get; }

    private SKSizeI Size => new(
        (int)MathF.Ceiling(ResultsOrigin.X + MathF.Max(Results.Width, 260) + SheetStyle.Margin),
        (int)MathF.Ceiling(LeftOrigin.Y + MathF.Max(LeftHeight, MathF.Max(Results.Height, 120)) + SheetStyle.Margin + SheetStyle.Footer));

    /// <summary>The sheet as PNG.</summary>
    public byte[] ToPng()
    {
        var size = Size;
        using var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SheetStyle.Page);
            Frame(canvas, size);
            DrawLeft(canvas);
            DrawResults(canvas);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>Writes the sheet as PNG. The file appears whole or not at all.</summary>
    /// <exception cref="KindredException">The file cannot be written.</exception>
    public void Save(string path) => SheetFile.Write(path, ToPng());

    protected abstract void DrawLeft(SKCanvas canvas);

    protected abstract void DrawResults(SKCanvas canvas);

    private void Frame(SKCanvas canvas, SKSizeI size)
    {
        var room = size.Width - (2 * SheetStyle.Margin);
        new SheetText(canvas, 26, SheetStyle.Ink, bold: true).Left(Title, SheetStyle.Margin, Subtitle is null ? 62 : 54, room);
        if (Subtitle is not null)
            new SheetText(canvas, 14.5f, SheetStyle.Faint).Left(Subtitle, SheetStyle.Margin, 80, room);

        using var line = new SKPaint { Color = SheetStyle.Line, StrokeWidth = 1 };
        canvas.DrawLine(SheetStyle.Margin, SheetStyle.Header + 8.5f, size.Width - SheetStyle.Margin, SheetStyle.Header + 8.5f, line);
        var foot = size.Height - SheetStyle.Footer;
        var between = MathF.Floor(SheetStyle.Margin + SheetStyle.Side + Divider) + 0.5f;
        canvas.DrawLine(between, LeftOrigin.Y, between, foot - 24, line);
        canvas.DrawLine(SheetStyle.Margin, foot - 0.5f, size.Width - SheetStyle.Margin, foot - 0.5f, line);
        new SheetText(canvas, 12.5f, SheetStyle.Faint).Left(Footer, SheetStyle.Margin, foot + 29, room);
    }
}
