namespace Kindred.Images.Sources;

/// <summary>Lists the pictures below a folder, in ordinal order of their paths, and everything that looks like one but is not.</summary>
/// <remarks>
/// Names that start with a dot are passed over. Links to files are followed, links to folders too unless they lead back into the
/// gallery, so the walk always ends.
/// </remarks>
internal sealed class FolderScan
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".tif", ".tiff", ".avif",
    };

    private readonly string _root;
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal);

    private readonly List<ScannedFile> _files = [];
    private readonly List<(string Path, string Reason)> _problems = [];
    private readonly List<string> _unlisted = [];

    private FolderScan(string root) => _root = new DirectoryInfo(root).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? root;

    /// <summary>Walks a folder.</summary>
    /// <param name="root">Absolute path of the gallery folder.</param>
    /// <param name="below">Part of it to walk, ending with a slash; empty for all.</param>
    /// <param name="cancellationToken">Stops between entries.</param>
    /// <exception cref="KindredException">The folder itself may not be read.</exception>
    public static FolderListing Run(string root, string below = "", CancellationToken cancellationToken = default)
    {
        var scan = new FolderScan(root);
        scan.Walk(new DirectoryInfo(Path.Combine(root, below)), below, cancellationToken);
        scan._files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        scan._problems.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return new FolderListing(scan._files, scan._problems, scan._unlisted);
    }

    /// <summary>Whether a file's name says that it is a picture.</summary>
    public static bool IsPictureName(string name) => Extensions.Contains(Path.GetExtension(name));

    private void Walk(DirectoryInfo folder, string prefix, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var entry in folder.EnumerateFileSystemInfos())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!entry.Name.StartsWith('.'))
                    Visit(entry, prefix + entry.Name, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (prefix.Length == 0 && exception is UnauthorizedAccessException)
            {
                throw new KindredException(
                    Fault.FolderMissing, $"The folder {_root} may not be read; give yourself the right to.", exception)
                {
                    Subject = _root,
                };
            }

            _unlisted.Add(prefix);
            var reason = exception is UnauthorizedAccessException ? "permission denied" : "a folder that cannot be listed";
            _problems.Add((prefix.TrimEnd('/'), reason));
        }
    }

    private void Visit(FileSystemInfo entry, string path, CancellationToken cancellationToken)
    {
        try
        {
            if (entry.LinkTarget is not null)
                VisitLink(entry, path, cancellationToken);
            else if (entry is DirectoryInfo folder)
                VisitFolder(folder, path, cancellationToken);
            else if (IsPictureName(path))
                _files.Add(new ScannedFile(path, ((FileInfo)entry).Length, entry.LastWriteTimeUtc));
        }
        catch (FileNotFoundException)
        {
            // Either it went away after it was listed, or its name has bytes that do not come back from text.
            if (path.Contains('\uFFFD', StringComparison.Ordinal) && IsPictureName(path))
                _problems.Add((path, "a name that is not UTF-8; rename the file"));
        }
    }

    private void VisitFolder(DirectoryInfo folder, string path, CancellationToken cancellationToken)
    {
        if (IsPictureName(path))
            _problems.Add((path, "a folder, not a picture"));
        Walk(folder, path + "/", cancellationToken);
    }

    private void VisitLink(FileSystemInfo link, string path, CancellationToken cancellationToken)
    {
        FileSystemInfo? target;
        try
        {
            target = link.ResolveLinkTarget(returnFinalTarget: true);
        }
        catch (IOException)
        {
            _problems.Add((path, "a loop of links"));
            return;
        }

        if (target is DirectoryInfo { Exists: true } folder)
        {
            if (LeadsBack(folder.FullName))
                _problems.Add((path, "a link back to a folder of this gallery"));
            else if (!_linked.Add(folder.FullName))
                _problems.Add((path, "a second link to the same folder"));
            else
                VisitFolder(new DirectoryInfo(link.FullName), path, cancellationToken);
        }
        else if (target is FileInfo { Exists: true } file)
        {
            if (IsPictureName(path))
                _files.Add(new ScannedFile(path, file.Length, file.LastWriteTimeUtc));
        }
        else if (IsPictureName(path))
        {
            _problems.Add((path, $"a broken link to {link.LinkTarget}"));
        }
    }

    /// <summary>Into the gallery, or above it, from where the walk would come into it again.</summary>
    private bool LeadsBack(string target)
    {
        var root = WithSlash(_root);
        var folder = WithSlash(target);
        return folder.StartsWith(root, StringComparison.Ordinal) || root.StartsWith(folder, StringComparison.Ordinal);
    }

    private static string WithSlash(string path) => Path.EndsInDirectorySeparator(path) ? path : path + Path.DirectorySeparatorChar;
}
