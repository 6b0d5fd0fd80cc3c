using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Kindred.Server.Changes;

/// <summary>
/// What a file is called that comes over the network: made of the own id or name that was sent, by a rule that leaves nothing in it that
/// any file system takes for more than a name. Equal texts give equal names, and different texts different ones.
/// </summary>
internal static class PictureFileName
{
    /// <summary>Bytes of a name in UTF-8 without what follows it: file systems take 255, and copies get a number.</summary>
    private const int MostBytes = 120;

    private const int HashDigits = 12;
    private const char Substitute = '-'; // An underscore would make a label of what stands before it.

    private static readonly string[] Reserved = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];

    /// <summary>The name of a file, without its extension: the text where it is harmless, else what is left of it and a hash.</summary>
    /// <param name="text">An own id, or a name without an extension; not empty.</param>
    public static string Of(string text) => Harmless(text) is var name && name == text ? text : WithHash(name, text);

    /// <summary>Another name for the same text, where the first one is somebody else's.</summary>
    public static string Another(string text) => WithHash(Harmless(text), text);

    /// <summary>What a sender calls a file, without folders and extension; empty where nothing is left.</summary>
    /// <param name="name">The name, perhaps with folders before it in either way of writing.</param>
    public static string Bare(string name)
    {
        var bare = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        return Kindred.Images.Sources.FolderScan.IsPictureName(bare) ? Path.ChangeExtension(bare, null) : bare;
    }

    private static string WithHash(string name, string text) =>
        $"{name}{Substitute}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashDigits]}";

    private static string Harmless(string text)
    {
        var name = new StringBuilder();
        var bytes = 0;
        // Half a pair of surrogates becomes a rune of its own, which is no letter.
        foreach (var rune in text.EnumerateRunes())
        {
            var kept = IsHarmless(rune) && !(name.Length == 0 && rune.Value is '.' or ' ') ? rune : new Rune(Substitute);
            if (bytes + kept.Utf8SequenceLength > MostBytes)
                break;
            bytes += kept.Utf8SequenceLength;
            name.Append(kept.ToString());
        }

        // Windows drops these at the end.
        for (var last = name.Length - 1; last >= 0 && name[last] is '.' or ' '; last--)
            name[last] = Substitute;
        var result = name.ToString();
        return IsReserved(result) ? Substitute + result : result;
    }

    /// <summary>
    /// Letters and digits as one character each, and a few signs. Signs that combine with what is before them are none: there are two ways
    /// of writing the same, and file systems differ in whether they are one name.
    /// </summary>
    private static bool IsHarmless(Rune rune) => rune.Value is '-' or '_' or '.' or ' ' or '(' or ')'
        || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
            && rune.ToString() is var one && one.IsNormalized() && one.Length == 1);

    /// <summary>Devices on Windows, whatever stands behind a dot.</summary>
    private static bool IsReserved(string name)
    {
        var stem = name.Split('.')[0].TrimEnd();
        return Reserved.Contains(stem, StringComparer.OrdinalIgnoreCase)
            || (stem.Length == 4 && char.IsAsciiDigit(stem[3])
                && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase)
                    || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)));
    }
}
