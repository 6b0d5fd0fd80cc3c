namespace Kindred.Sources.Lists;

/// <summary>A list as it was read.</summary>
internal sealed class PictureList
{
    /// <summary>The pictures by their paths.</summary>
    public Dictionary<string, ListedPicture> Pictures { get; } = new(StringComparer.Ordinal);

    /// <summary>Lines that name no picture: the path, or where that is not known the number of the line; and why not.</summary>
    public List<(string Name, bool IsPath, string Reason)> Problems { get; } = [];

    /// <summary>Whether it says nothing.</summary>
    public bool IsEmpty => Pictures.Count + Problems.Count == 0;
}
