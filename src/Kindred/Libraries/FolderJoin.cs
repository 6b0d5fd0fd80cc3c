using Kindred.Images;

namespace Kindred.Libraries;

/// <summary>Gathers a gallery of one folder a label into a single folder: <c>chair/1.jpg</c> becomes <c>chair_1.jpg</c>. Never overwrites.</summary>
public static class FolderJoin
{
    /// <summary>Joins a gallery.</summary>
    /// <param name="source">Folder with one folder a label; deeper folders join their names.</param>
    /// <param name="destination">Folder to bring the pictures to; made where it is missing; not inside <paramref name="source"/>, nor around it.</param>
    /// <param name="mode">Whether to copy, move or link.</param>
    /// <param name="cancellationToken">Stops between files; what was done stays done, and running again continues.</param>
    /// <exception cref="KindredException">A folder is missing or cannot be written.</exception>
    public static async Task<JoinReport> RunAsync(
        string source, string destination, JoinMode mode, CancellationToken cancellationToken = default)
    {
        source = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source));
        destination = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination));
        if (!Directory.Exists(source))
            throw new KindredException($"There is no folder {source}; check the name.");
        if ((destination + Path.DirectorySeparatorChar).StartsWith(source + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new KindredException($"The destination {destination} lies in the source; name a folder outside of it.");

        try
        {
            Directory.CreateDirectory(destination);
            var scan = FolderScan.Run(source, cancellationToken: cancellationToken);
            int joined = 0, alreadyThere = 0;
            var skipped = new List<(string Path, string Reason)>(scan.Problems);
            foreach (var file in scan.Files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var target = Path.Combine(destination, file.Path.Replace('/', '_'));
                if (!Path.Exists(target))
                {
                    await BringAsync(file.FullPath, target, mode, cancellationToken);
                    joined++;
                }
                else if (await SameContentAsync(file.FullPath, target, cancellationToken))
                {
                    alreadyThere++;
                }
                else
                {
                    skipped.Add((file.Path, $"{Path.GetFileName(target)} is there already and is another picture"));
                }
            }

            return new JoinReport(joined, alreadyThere, skipped);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindredException($"Joining into {destination} failed: {exception.Message} Mend that and run again; it continues.", exception);
        }
    }

    private static async Task BringAsync(string source, string target, JoinMode mode, CancellationToken cancellationToken)
    {
        if (mode == JoinMode.Move)
        {
            File.Move(source, target);
            return;
        }

        if (mode == JoinMode.Link)
        {
            File.CreateSymbolicLink(target, source);
            return;
        }

        // Under a name of its own until it is whole, so that a stopped copy is never taken for a picture.
        var partial = target + ".part";
        await using (var from = File.OpenRead(source))
        await using (var to = File.Create(partial))
            await from.CopyToAsync(to, cancellationToken);
        File.SetLastWriteTimeUtc(partial, File.GetLastWriteTimeUtc(source));
        File.Move(partial, target);
    }

    private static async Task<bool> SameContentAsync(string left, string right, CancellationToken cancellationToken)
    {
        try
        {
            using var a = await EncodedImage.ReadAsync(0, left, int.MaxValue, cancellationToken);
            using var b = await EncodedImage.ReadAsync(0, right, int.MaxValue, cancellationToken);
            return a.Bytes.Span.SequenceEqual(b.Bytes.Span);
        }
        catch (UnreadableImageException)
        {
            return false;
        }
    }
}
