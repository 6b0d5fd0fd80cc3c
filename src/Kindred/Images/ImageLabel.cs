namespace Kindred.Images;

/// <summary>Labels come from how people already sort their files.</summary>
internal static class ImageLabel
{
    /// <summary>
    /// The folder a picture lies in (<c>chair/1.jpg</c> → <c>chair</c>). In a gallery without folders, what stands before the first
    /// underscore (<c>chair_1.jpg</c> → <c>chair</c>). Otherwise <see langword="null"/>.
    /// </summary>
    /// <param name="path">Path inside the gallery folder, with forward slashes.</param>
    public static string? FromPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var slash = path.LastIndexOf('/');
        if (slash > 0)
            return path[(path.LastIndexOf('/', slash - 1) + 1)..slash];

        var underscore = path.IndexOf('_', StringComparison.Ordinal);
        return underscore > 0 ? path[..underscore] : null;
    }
}
