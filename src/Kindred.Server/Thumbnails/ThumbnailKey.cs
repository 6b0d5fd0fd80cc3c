using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Kindred.Images;

namespace Kindred.Server.Thumbnails;

/// <summary>What decides a thumbnail's bytes.</summary>
/// <param name="Content">The picture's content.</param>
/// <param name="Size">Pixels of the longer side.</param>
internal readonly record struct ThumbnailKey(ContentHash Content, int Size)
{
    private const string Extension = ".jpg";

    /// <summary>The file's path inside the cache's folder: <c>ab/abcd…-320.jpg</c>.</summary>
    public string Path
    {
        get
        {
            var digits = Content.ToString();
            return System.IO.Path.Combine(digits[..2], $"{digits}-{Size}{Extension}");
        }
    }

    /// <summary>Whether a file of this name is a thumbnail; the cache leaves all others alone.</summary>
    [SuppressMessage("Globalization", "CA1307", Justification = "A span is compared by its characters.")]
    public static bool IsFileName(ReadOnlySpan<char> name) =>
        name.EndsWith(Extension)
        && name.Length > 2 * ContentHash.Size
        && name[2 * ContentHash.Size] == '-'
        && ContentHash.TryParse(name[..(2 * ContentHash.Size)], out _)
        && int.TryParse(name[((2 * ContentHash.Size) + 1)..^Extension.Length], NumberStyles.None, provider: null, out _);
}
