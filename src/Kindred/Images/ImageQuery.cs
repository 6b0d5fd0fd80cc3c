
namespace Kindred.Images;

/// <summary>A picture to search with or to learn a taste from: an image of the gallery, or one from outside.</summary>
public sealed class ImageQuery
{
    private readonly (int Width, int Height)? _size;

    internal ImageQuery(string name, ContentHash content, Image? image, float[] embedding)
    {
        Name = name;
        Content = content;
        Image = image;
        Embedding = embedding;
    }

    private ImageQuery(ImageQuery query, (int Width, int Height) size, IReadOnlyList<int> groups, ReadOnlyMemory<byte> colors)
        : this(query.Name, query.Content, query.Image, query.Embedding)
    {
        Colors = colors;
        Factor = query.Factor;
        _size = size;
        NearDuplicateGroups = groups;
    }

    /// <summary>Its name in the gallery, or the file as it was given.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of its file.</summary>
    public ContentHash Content { get; }

    /// <summary>The image, where it is one of the gallery.</summary>
    public Image? Image { get; }

    /// <summary>Absolute path, or the path as it was given, of its file.</summary>
    public string File => Image?.File ?? Name;

    /// <summary>
    /// Width in pixels, as shown; <see langword="null"/> where only an embedding is there, as of a like whose picture left the gallery.
    /// </summary>
    public int? Width => _size?.Width ?? Image?.Width;

    /// <summary>Height in pixels, as shown; <see langword="null"/> where <see cref="Width"/> is.</summary>
    public int? Height => _size?.Height ?? Image?.Height;

    /// <summary>Its embedding in the gallery's space; of length 1 where the metric is the cosine.</summary>
    internal float[] Embedding { get; }

    /// <summary>
    /// Its factor, where it is an image of a gallery that knows what people chose together (<see cref="Choices.ChoicesHalf"/>).
    /// </summary>
    internal float[]? Factor { get; init; }

    /// <summary>Groups of the gallery's near-duplicates that it belongs to, beyond those of its content.</summary>
    internal IReadOnlyList<int> NearDuplicateGroups { get; } = [];

    /// <summary>The colors of the thing that a picture from outside shows, as they are kept; empty where they are not known.</summary>
    internal ReadOnlyMemory<byte> Colors { get; }

    /// <summary>The same picture, with its size, its groups of near-duplicates and the colors of its thing known.</summary>
    internal ImageQuery Knowing(int width, int height, IReadOnlyList<int> groups, ReadOnlyMemory<byte> colors = default) =>
        new(this, (width, height), groups, colors);
}
