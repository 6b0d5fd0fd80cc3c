namespace Kindred.Images;

/// <summary>
/// The names of a library's images: the path inside the folder, the absolute path, or the end of the path, such as the file name, where
/// only one has it. A snapshot; safe to use from several threads.
/// </summary>
public sealed class ImageNames
{
    private readonly Lazy<ILookup<string, Image>> _byFileName;
    private readonly Lazy<ILookup<string, Image>> _byPath;
    private readonly Lazy<ILookup<ContentHash, Image>> _byContent;

    /// <summary>Takes the names of images.</summary>
    /// <param name="images">The images, by path.</param>
    public ImageNames(IReadOnlyList<Image> images)
    {
        // Made when first asked for: most commands ask one thing only.
        _byFileName = new(() => images.ToLookup(image => FileName(image.Path), StringComparer.Ordinal));
        _byPath = new(() => images.ToLookup(image => image.Path, StringComparer.Ordinal));
        _byContent = new(() => images.ToLookup(image => image.Content));
    }

    /// <summary>Finds an image by any of its names.</summary>
    /// <returns>The image, or <see langword="null"/> where no image is called that.</returns>
    /// <exception cref="KindredException">Several images are.</exception>
    public Image? Find(string name) => FindByPath(name) ?? FindByFileName(name);

    /// <summary>Finds an image by its path inside its folder, or by its absolute path.</summary>
    /// <inheritdoc cref="Find"/>
    public Image? FindByPath(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('\0', StringComparison.Ordinal))
            return null; // No file is called that, and asking for its whole path would throw.

        var full = Path.GetFullPath(name);
        return Only(name, _byPath.Value[Slashed(name)])
            ?? Only(name, _byFileName.Value[Path.GetFileName(full)].Where(image => image.File == full));
    }

    /// <summary>Finds an image by the end of its path, such as its file name.</summary>
    /// <inheritdoc cref="Find"/>
    public Image? FindByFileName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var end = "/" + Slashed(name);
        return Only(name, _byFileName.Value[FileName(end)].Where(image => image.Path.EndsWith(end, StringComparison.Ordinal)));
    }

    /// <summary>Finds an image that shows a content: the one with this path, if it does, or else the first by path.</summary>
    /// <param name="content">The content.</param>
    /// <param name="path">The path to prefer.</param>
    /// <returns>The image, or <see langword="null"/> where none shows it.</returns>
    public Image? FindByContent(ContentHash content, string? path = null) =>
        _byContent.Value[content].FirstOrDefault(image => image.Path == path) ?? _byContent.Value[content].FirstOrDefault();

    /// <summary>
    /// Finds the picture that a person means: an image by any of its names, or a file from anywhere by its content. A file goes before the
    /// end of a path.
    /// </summary>
    /// <param name="name">The name, or the path of the file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>
    /// The picture's content, with the image that was named or the first that shows it, if one does; <see langword="null"/> where nothing
    /// is called that.
    /// </returns>
    /// <exception cref="KindredException">Several images are called that, or it is a folder, or a file that cannot be read.</exception>
    public async Task<(ContentHash Content, Image? Image)?> IdentifyAsync(string name, CancellationToken cancellationToken = default)
    {
        if (FindByPath(name) is { } image)
            return (image.Content, image);
        if (Directory.Exists(name))
            throw new KindredException($"{name} is a folder; name a picture.");
        if (!File.Exists(name))
            return FindByFileName(name) is { } named ? (named.Content, named) : null;

        try
        {
            using var file = await EncodedImage.ReadAsync(0, name, cancellationToken: cancellationToken);
            var content = ContentHash.Of(file.Bytes.Span);
            return (content, FindByContent(content));
        }
        catch (UnreadableImageException exception)
        {
            throw new KindredException($"{name} cannot be read: {exception.Message}.", exception);
        }
    }

    private static string Slashed(string name) => name.Replace(Path.DirectorySeparatorChar, '/');

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static Image? Only(string name, IEnumerable<Image> matches)
    {
        Image? only = null;
        foreach (var match in matches)
        {
            if (only is not null)
                throw new KindredException($"Several pictures are called {name} (such as {only.File} and {match.File}); name one by its whole path.");
            only = match;
        }

        return only;
    }
}
