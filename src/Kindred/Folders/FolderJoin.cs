using Kindred.Images;
using Kindred.Images.Sources;

namespace Kindred.Folders;

/// <summary>
/// Gathers a gallery of one folder a label into a single folder: <c>chair/1.jpg</c> becomes <c>chair_1.jpg</c>. Never overwrites.
/// </summary>
internal static class FolderJoin
{
    /// <summary>Joins a gallery.</summary>
    /// <param name="source">Folder with one folder a label; deeper folders join their names.</param>
    /// <param name="destination">Folder to bring the pictures to; made where it is missing; not inside <paramref name="source"/>.</param>
    /// <param name="mode">Whether to copy, move or link.</param>
    /// <param name="cancellationToken">Stops between files; what was done stays done, and running again continues.</param>
    /// <exception cref="KindredException">
    /// The source is missing, or the destination cannot be made. A single bad file is only skipped.
    /// </exception>
    public static async Task<JoinReport> RunAsync(
        string source, string destination, JoinMode mode, CancellationToken cancellationToken = default)
    {
        if (new[] { source, destination }.FirstOrDefault(FolderName.IsAddress) is { } address)
            throw new KindredException(Fault.NoSuchFolder, $"Joining takes folders of this machine, and {address} is none.")
            {
                Subject = address,
            };
        source = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source));
        destination = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination));
        if (!Directory.Exists(source))
            throw new KindredException(Fault.NoSuchFolder, $"There is no folder {source}; check the name.") { Subject = source };
        if ((destination + Path.DirectorySeparatorChar).StartsWith(source + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new KindredException($"The destination {destination} lies in the source; name a folder outside of it.");

        try
        {
            Directory.CreateDirectory(destination);
            var scan = FolderScan.Run(source, cancellationToken: cancellationToken);
            int joined = 0, alreadyThere = 0;
            var skipped = new List<(string Path, string Reason)>(scan.Problems);
            // Links first: what they lead to may be moved in the same run.
            foreach (var (path, full) in scan.Files.Select(file => (file.Path, Full: Path.Combine(source, file.Path)))
                .OrderBy(file => new FileInfo(file.Full).LinkTarget is null))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var target = Path.Combine(destination, path.Replace('/', '_'));
                try
                {
                    if (!Path.Exists(target))
                    {
                        await BringAsync(full, target, mode, cancellationToken);
                        joined++;
                    }
                    else if (await SameContentAsync(full, target, cancellationToken))
                    {
                        alreadyThere++;
                    }
                    else
                    {
                        skipped.Add((path, $"{Path.GetFileName(target)} is there already and is another picture"));
                    }
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    skipped.Add((path, exception is UnauthorizedAccessException ? "permission denied" : exception.Message));
                }
            }

            skipped.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
            return new JoinReport(joined, alreadyThere, skipped);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindredException($"The folder {destination} cannot be made: {exception.Message}", exception);
        }
    }

    private static async Task BringAsync(string source, string target, JoinMode mode, CancellationToken cancellationToken)
    {
        var isLink = new FileInfo(source).LinkTarget is not null;
        if (mode == JoinMode.Link)
            File.CreateSymbolicLink(target, source);
        else if (mode == JoinMode.Move && !isLink)
            File.Move(source, target);
        else
            await CopyAsync(source, target, cancellationToken);

        // A link may lead somewhere only from where it was, so what moves is what it shows.
        if (mode == JoinMode.Move && isLink)
            File.Delete(source);
    }

    /// <summary>Copies under a name of its own until the copy is whole, so that a stopped one is never taken for a picture.</summary>
    private static async Task CopyAsync(string source, string target, CancellationToken cancellationToken)
    {
        var partial = Path.Combine(Path.GetDirectoryName(target) ?? "", $".{Guid.NewGuid():N}.part");
        try
        {
            await using (var from = File.OpenRead(source))
            await using (var to = new FileStream(partial, FileMode.CreateNew))
                await from.CopyToAsync(to, cancellationToken);
            File.SetLastWriteTimeUtc(partial, File.GetLastWriteTimeUtc(source));
            File.Move(partial, target);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static async Task<bool> SameContentAsync(string left, string right, CancellationToken cancellationToken)
    {
        try
        {
            return await HashAsync(left, cancellationToken) == await HashAsync(right, cancellationToken);
        }
        catch (UnreadableImageException)
        {
            return false;
        }
    }

    private static async Task<ContentHash> HashAsync(string path, CancellationToken cancellationToken)
    {
        using var file = await EncodedImage.ReadAsync(path, int.MaxValue, cancellationToken: cancellationToken);
        return ContentHash.Of(file.Bytes.Span);
    }
}
