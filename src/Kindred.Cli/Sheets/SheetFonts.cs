using System.Text;
using SkiaSharp;

namespace Kindred.Cli.Sheets;

/// <summary>
/// Finds a typeface for every character: the embedded ones first, then the system's. The drawing library is built without font
/// discovery on Linux, so there the usual folders are searched.
/// </summary>
internal static class SheetFonts
{
    private static readonly Lazy<SKTypeface> Semibold = new(() => Embedded("latin-600"));
    private static readonly Lazy<SKTypeface[]> Regular =
        new(() => [Embedded("latin-400"), Embedded("latin-ext-400"), Embedded("cyrillic-400"), Embedded("greek-400")]);

    private static readonly Lock Searching = new();
    private static readonly List<SKTypeface> Found = [];
    private static readonly HashSet<int> Unknown = [];
    private static Queue<string>? _files;

    /// <summary>The embedded typeface for English; it lives as long as the process.</summary>
    public static SKTypeface English(bool bold) => bold ? Semibold.Value : Regular.Value[0];

    /// <summary>A character that was asked for and that no typeface has; <see langword="null"/> where there was none.</summary>
    public static Rune? Missing
    {
        get
        {
            lock (Searching)
                return Unknown.Count == 0 ? null : new Rune(Unknown.Min());
        }
    }

    /// <summary>A typeface that has the character; <see langword="null"/> where there is none.</summary>
    public static SKTypeface? For(Rune character, bool bold)
    {
        if (bold && Has(Semibold.Value, character.Value))
            return Semibold.Value;
        foreach (var typeface in Regular.Value)
        {
            if (Has(typeface, character.Value))
                return typeface;
        }

        return FromSystem(character.Value);
    }

    private static SKTypeface? FromSystem(int character)
    {
        lock (Searching)
        {
            if (Unknown.Contains(character))
                return null;
            if (Found.Find(typeface => Has(typeface, character)) is { } known)
                return known;
            if (SKFontManager.Default.MatchCharacter(character) is { } match && Has(match, character))
            {
                Found.Add(match);
                return match;
            }

            _files ??= Files();
            while (_files.TryDequeue(out var file))
            {
                if (SKTypeface.FromFile(file) is not { } typeface)
                    continue;
                Found.Add(typeface);
                if (Has(typeface, character))
                    return typeface;
            }

            Unknown.Add(character);
            return null;
        }
    }

    // Fonts made for Chinese, Japanese and Korean first: names in these scripts are what the embedded fonts most often lack.
    private static Queue<string> Files()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] folders = ["/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(home, ".local/share/fonts"),
            Path.Combine(home, ".fonts")];
        string[] wide = ["CJK", "Fallback", "Han", "wqy", "Hei", "Ming", "Song", "Gothic", "uming", "ukai"];
        var options = new EnumerationOptions { IgnoreInaccessible = true, RecurseSubdirectories = true, MaxRecursionDepth = 5 };
        var files = OperatingSystem.IsLinux()
            ? folders.Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", options))
                .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".TTF" or ".OTF" or ".TTC")
                .OrderBy(file => wide.Any(word => Path.GetFileName(file).Contains(word, StringComparison.OrdinalIgnoreCase)) ? 0 : 1)
                .ThenBy(file => file, StringComparer.Ordinal)
                .Take(200)
            : [];
        return new Queue<string>(files);
    }

    private static bool Has(SKTypeface typeface, int character)
    {
        using var font = new SKFont(typeface);
        return font.ContainsGlyph(character);
    }

    private static SKTypeface Embedded(string name)
    {
        var resource = $"Kindred.Cli.Sheets.Fonts.inter-{name}-normal.woff";
        using var stream = typeof(SheetFonts).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The font {resource} is not embedded.");
        return SKTypeface.FromStream(stream);
    }
}
