namespace Kindred.Images.Sources;

/// <summary>
/// Finds where the pictures of a gallery folder are by its scheme. What is not on this machine is made when it is first needed. Safe to
/// use from several threads.
/// </summary>
/// <param name="others">Schemes of addresses, in lower case, and what makes a source of each.</param>
internal sealed class PictureSources(params IReadOnlyList<(string Scheme, Func<IPictureSource> Create)> others) : IDisposable
{
    private readonly LocalFolders _local = new();
    private readonly Dictionary<string, Lazy<IPictureSource>> _others =
        others.ToDictionary(other => other.Scheme, other => new Lazy<IPictureSource>(other.Create), StringComparer.Ordinal);

    /// <summary>Where the pictures of a folder are.</summary>
    /// <exception cref="KindredException">It is an address, and nothing here reads from such ones.</exception>
    public IPictureSource Of(string folder)
    {
        var scheme = FolderName.SchemeOf(folder);
        if (scheme.Length == 0)
            return _local;
        return _others.TryGetValue(scheme, out var source) ? source.Value : throw new KindredException(
            Fault.NoSuchFolder,
            $"Pictures cannot be read from {scheme}:// here, only from folders"
            + $"{string.Concat(_others.Keys.Select(known => $", {known}://"))}.")
        {
            Subject = folder,
        };
    }

    /// <summary>A folder as libraries know it; see <see cref="IPictureSource.Normalize"/>.</summary>
    public string Normalize(string folder) => Of(folder).Normalize(folder);

    /// <summary>Whether a folder is there; see <see cref="IPictureSource.HasAsync"/>.</summary>
    public ValueTask<bool> HasAsync(string folder, CancellationToken cancellationToken = default) =>
        Of(folder).HasAsync(folder, cancellationToken);

    /// <summary>Reads an image's file; see <see cref="IPictureSource.ReadAsync"/>.</summary>
    /// <exception cref="UnreadableImageException">As there.</exception>
    public ValueTask<EncodedImage> ReadAsync(Image image, CancellationToken cancellationToken = default)
    {
        try
        {
            return Of(image.Folder).ReadAsync(image.Folder, image.Path, cancellationToken: cancellationToken);
        }
        catch (KindredException exception) when (exception is not UnreadableImageException)
        {
            // The program that has indexed it can read from there.
            throw new UnreadableImageException(ImageFault.Unreachable, exception.Message.TrimEnd('.'), exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var source in _others.Values.Where(source => source.IsValueCreated))
            source.Value.Dispose();
    }
}
