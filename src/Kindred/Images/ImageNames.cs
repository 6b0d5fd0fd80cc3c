using Kindred.Images.Sources;
using Kindred.Images.Tables;

namespace Kindred.Images;

/// <summary>
/// The names of a library's images: the path inside the folder, the absolute path, or the end of the path, such as the file name, where
/// only one has it. A snapshot; safe to use from several threads.
/// </summary>
internal sealed class ImageNames
{
    /// <summary>What comes before an own id, where it stands for a name.</summary>
    public const string OwnIdPrefix = "id:";

    private readonly IReadOnlyList<Image> _images;
    private readonly Func<string, Image?>? _byOwnId;
    private readonly Lazy<PositionLookup<string>> _byFileName;
    private readonly Lazy<PositionLookup<string>> _byPath;
    private readonly Lazy<PositionLookup<ContentHash>> _byContent;

    /// <summary>Takes the names of images.</summary>
    /// <param name="images">The images, by path.</param>
    /// <param name="byOwnId">Finds the first of the images that have an own id; none has one where <see langword="null"/>.</param>
    public ImageNames(IReadOnlyList<Image> images, Func<string, Image?>? byOwnId = null)
    {
        _images = images;
        _byOwnId = byOwnId;

        // Made when first asked for: most commands ask one thing only.
        _byFileName = new(() => new(images.Count, position => FileName(images[position].Path)));
        _byPath = new(() => new(images.Count, position => images[position].Path));
        _byContent = new(() => new(
            images.Count, images is ImageTable table ? table.ContentAt : position => images[position].Content));
    }

    /// <summary>Finds an image by any of its names.</summary>
    /// <returns>The image, or <see langword="null"/> where no image is called that.</returns>
    /// <exception cref="KindredException">Several images are.</exception>
    public Image? Find(string name) => FindByPath(name) ?? FindByOwnId(name) ?? FindByFileName(name);

    /// <summary>Finds the first image that has an own id.</summary>
    /// <param name="name">The own id behind <see cref="OwnIdPrefix"/>; anything else is none.</param>
    public Image? FindByOwnId(string name) =>
        name.StartsWith(OwnIdPrefix, StringComparison.Ordinal) ? _byOwnId?.Invoke(name[OwnIdPrefix.Length..]) : null;

    /// <summary>Finds an image by its path inside its folder, or by its absolute path.</summary>
    /// <inheritdoc cref="Find"/>
    public Image? FindByPath(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('\0', StringComparison.Ordinal))
            return null; // No file is called that, and asking for its whole path would throw.

        var full = FullName(name);
        return Only(name, Images(_byPath, Slashed(name)))
            ?? Only(name, FileNamesFor(name).SelectMany(fileName => Images(_byFileName, fileName)).Where(image => image.File == full));
    }

    /// <summary>Finds an image by the end of its path, such as its file name.</summary>
    /// <inheritdoc cref="Find"/>
    public Image? FindByFileName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var end = "/" + Slashed(name);
        return Only(name, Images(_byFileName, FileName(end)).Where(image => image.Path.EndsWith(end, StringComparison.Ordinal)));
    }

    /// <summary>Finds an image that shows a content: the one with this path, if it does, or else the first by path.</summary>
    /// <param name="content">The content.</param>
    /// <param name="path">The path to prefer.</param>
    /// <returns>The image, or <see langword="null"/> where none shows it.</returns>
    public Image? FindByContent(ContentHash content, string? path = null) =>
        FindAllByContent(content).FirstOrDefault(image => image.Path == path) ?? FindAllByContent(content).FirstOrDefault();

    /// <summary>All images that show a content, by path.</summary>
    public IEnumerable<Image> FindAllByContent(ContentHash content) => Images(_byContent, content);

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
        if (TryResolve(name) is not { } picture)
            return null;
        if (picture.Image is { } image)
            return (image.Content, image);

        try
        {
            using var file = await EncodedImage.ReadAsync(picture.File, cancellationToken: cancellationToken);
            var content = ContentHash.Of(file.Bytes.Span);
            return (content, FindByContent(content));
        }
        catch (UnreadableImageException exception)
        {
            throw new KindredException(Fault.UnreadablePicture, $"{name} cannot be read: {exception.Message}.", exception)
            {
                Subject = name,
            };
        }
    }

    /// <summary>
    /// Last segments of the paths that images called by a name have: whoever knows all of those images finds with their
    /// <see cref="ImageNames"/> what is found among all images.
    /// </summary>
    internal static IReadOnlyCollection<string> FileNamesFor(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('\0', StringComparison.Ordinal))
            return []; // No file is called that.

        // An absolute path may be written in other ways than the one that ends in the file's name, and in a list a path begins behind #.
        string[] names = [FileName(Slashed(name)), FileName(Slashed(FullName(name))), FileName(name[(name.LastIndexOf('#') + 1)..])];
        return names.Where(fileName => fileName.Length > 0).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// Finds the picture that a person means: an image by its whole path, else a file from anywhere, else an image by the end of its path.
    /// </summary>
    /// <returns>The picture, or <see langword="null"/> where nothing is called that.</returns>
    /// <exception cref="KindredException">Several images are called that, or it is a folder.</exception>
    internal NamedPicture? TryResolve(string name)
    {
        if ((FindByPath(name) ?? FindByOwnId(name)) is { } image)
            return new NamedPicture(image, image.File);
        if (Directory.Exists(name))
            throw new KindredException(Fault.NotAPicture, $"{name} is a folder; name a picture.") { Subject = name };
        if (File.Exists(name))
            return new NamedPicture(Image: null, name);
        return FindByFileName(name) is { } named ? new NamedPicture(named, named.File) : null;
    }

    /// <summary>Finds the picture that a person means, as <see cref="TryResolve"/> does, and says so where there is none.</summary>
    /// <exception cref="KindredException">Nothing is called that, or several images are, or it is a folder.</exception>
    internal NamedPicture Resolve(string name) => TryResolve(name)
        ?? throw new KindredException(Fault.NoSuchPicture, $"There is no picture {name}, neither in the library nor as a file.")
        {
            Subject = name,
        };

    private IEnumerable<Image> Images<TKey>(Lazy<PositionLookup<TKey>> positions, TKey key)
        where TKey : IEquatable<TKey> => positions.Value.Find(key).Select(position => _images[position]);

    /// <summary>The absolute path that a name may be, or the address.</summary>
    private static string FullName(string name) => FolderName.IsAddress(name) ? name : Path.GetFullPath(name);

    private static string Slashed(string name) => name.Replace(Path.DirectorySeparatorChar, '/');

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static Image? Only(string name, IEnumerable<Image> matches)
    {
        Image? only = null;
        foreach (var match in matches)
        {
            if (only is not null)
            {
                throw new KindredException(
                    Fault.AmbiguousPicture,
                    $"Several pictures are called {name} (such as {only.File} and {match.File}); name one by its whole path.")
                {
                    Subject = name,
                };
            }

            only = match;
        }

        return only;
    }
}
