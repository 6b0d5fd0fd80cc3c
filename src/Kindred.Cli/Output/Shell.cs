namespace Kindred.Cli.Output;

/// <summary>Words as they have to be typed in a shell.</summary>
internal static class Shell
{
    private const string Plain = "_-./:@%+=,\\";

    /// <summary>
    /// The word as a shell takes it for one: in quotes where it has spaces or signs with a meaning, on Windows as its shells want them.
    /// </summary>
    public static string Quote(string word)
    {
        if (word.Length > 0 && word.All(sign => char.IsLetterOrDigit(sign) || IsPlain(sign)) && word[0] != '-')
            return word;
        return OperatingSystem.IsWindows() ? $"\"{word}\"" : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    // A backslash parts folders on Windows, and quotes what follows it elsewhere.
    private static bool IsPlain(char sign) =>
        Plain.Contains(sign, StringComparison.Ordinal) && (sign != '\\' || OperatingSystem.IsWindows());
}
