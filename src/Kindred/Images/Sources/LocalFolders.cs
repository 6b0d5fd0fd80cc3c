namespace Kindred.Images.Sources;

/// <summary>Folders of this machine, and of others that the system has mounted.</summary>
internal sealed class LocalFolders : IPictureSource
{
    /// <inheritdoc/>
    public int ReadsAtOnce => 1;

    /// <inheritdoc/>
    public string Normalize(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <inheritdoc/>
    public ValueTask<bool> HasAsync(string folder, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Directory.Exists(folder));

    /// <inheritdoc/>
    public ValueTask<FolderListing> ListAsync(string folder, string below, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(FolderScan.Run(folder, below, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<EncodedImage> ReadAsync(
        string folder, string path, int ticket = 0, CancellationToken cancellationToken = default) =>
        EncodedImage.ReadAsync(Path.Combine(folder, path), ticket: ticket, cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        // There is nothing to give back.
    }
}
