using Kindred.Images;

namespace Kindred.Libraries;

/// <summary>A picture to search with or to learn a taste from: an image of the gallery, or one from outside.</summary>
public sealed class ImageQuery
{
    internal ImageQuery(string name, ContentHash content, Image? image, float[] embedding)
    {
        Name = name;
        Content = content;
        Image = image;
        Embedding = embedding;
    }

    /// <summary>Its name in the gallery, or the file as it was given.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of its file.</summary>
    public ContentHash Content { get; }

    /// <summary>The image, where it is one of the gallery.</summary>
    public Image? Image { get; }

    /// <summary>Absolute path, or the path as it was given, of its file.</summary>
    public string File => Image?.File ?? Name;

    /// <summary>Its embedding in the gallery's space; of length 1 where the metric is the cosine.</summary>
    internal float[] Embedding { get; }

    /// <summary>Groups of the gallery's near-copies that it belongs to, beyond those of its content.</summary>
    internal IReadOnlyList<int> CopyGroups { get; private init; } = [];

    /// <summary>The same picture, known to belong to groups of near-copies.</summary>
    internal ImageQuery InGroups(IReadOnlyList<int> groups) => new(Name, Content, Image, Embedding) { CopyGroups = groups };
}
