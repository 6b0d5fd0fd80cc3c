namespace Kindred.Images.Sources;

/// <summary>
/// What gallery folders are called: by their absolute paths on this machine, or elsewhere by an address such as <c>s3://bucket/chairs</c>
/// or <c>https://shop.example/pictures.txt</c>, which is a list. No absolute path reads like an address.
/// </summary>
internal static class FolderName
{
    private const string SchemeEnd = "://";

    /// <summary>Whether a folder is not one of this machine.</summary>
    public static bool IsAddress(string folder) => SchemeOf(folder).Length > 0;

    /// <summary>
    /// The scheme of an address, in lower case; empty for a folder of this machine. One letter is a drive.
    /// </summary>
    public static string SchemeOf(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var end = folder.IndexOf(SchemeEnd, StringComparison.Ordinal);
        return end > 1 && Uri.CheckSchemeName(folder[..end]) ? folder[..end].ToLowerInvariant() : "";
    }

    /// <summary>What a picture is called everywhere: its file's path, or its address. In a list it stands behind <c>#</c>.</summary>
    /// <param name="folder">The gallery folder.</param>
    /// <param name="path">The picture's path in it.</param>
    public static string FileOf(string folder, string path) =>
        !IsAddress(folder) ? Path.Combine(folder, path) : IsList(folder) ? $"{folder}#{path}" : $"{folder}/{path}";

    /// <summary>Whether a folder is another one, or inside it. Nothing is inside a list.</summary>
    public static bool IsInside(string folder, string inner) =>
        inner == folder || inner.StartsWith(Beginning(folder), StringComparison.Ordinal);

    /// <summary>The part of a folder that another one inside it is: with a slash at the end, or empty where it is all of it.</summary>
    public static string Below(string folder, string inner) => inner == folder ? ""
        : IsAddress(folder) ? inner[Beginning(folder).Length..] + "/"
        : Path.GetRelativePath(folder, inner).Replace(Path.DirectorySeparatorChar, '/') + "/";

    private static bool IsList(string folder) => SchemeOf(folder) is "http" or "https";

    // The root of a disk ends with a separator as it is.
    private static string Beginning(string folder) =>
        IsAddress(folder) ? folder + (IsList(folder) ? '#' : '/')
        : Path.EndsInDirectorySeparator(folder) ? folder
        : folder + Path.DirectorySeparatorChar;
}
