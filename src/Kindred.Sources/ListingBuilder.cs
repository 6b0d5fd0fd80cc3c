using Kindred.Images.Sources;

namespace Kindred.Sources;

/// <summary>
/// Gathers what is in a gallery folder elsewhere, by the rules that folders of this machine have. Not safe to use from several threads.
/// </summary>
internal sealed class ListingBuilder
{
    private readonly Dictionary<string, ScannedFile> _files = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Reason)> _problems = [];
    private readonly HashSet<string> _unlisted = new(StringComparer.Ordinal);

    /// <summary>Whether a path is that of a picture: by its ending, and with nothing in it that begins with a dot.</summary>
    public static bool IsPicture(string path) =>
        FolderScan.IsPictureName(path) && !path.StartsWith('.') && !path.Contains("/.", StringComparison.Ordinal);

    /// <summary>
    /// That nothing is where something was a moment ago. An empty listing would say that every picture has been taken away.
    /// </summary>
    public static KindredException Gone(string folder) =>
        new(Fault.FolderMissing, $"The folder {folder} is not there any more.") { Subject = folder };

    /// <summary>Adds a picture, unless its path cannot be kept.</summary>
    public void Add(ScannedFile file)
    {
        if (file.Path.Contains('\0', StringComparison.Ordinal))
            _problems.Add((file.Path.Replace('\0', '?'), "a name with a character that no file has; rename it"));
        else if (!_files.TryAdd(file.Path, file))
            _problems.Add((file.Path, "named twice; the first one counts"));
    }

    /// <summary>Adds what cannot be a picture. An image that the library has under the path stays.</summary>
    public void AddProblem(string path, string reason)
    {
        _problems.Add((path, reason));
        _unlisted.Add(path);
    }

    /// <summary>Adds something of which nothing is known, not even where it is: then no image is taken out of the library.</summary>
    public void AddUnknown(string name, string reason)
    {
        _problems.Add((name, reason));
        _unlisted.Add("");
    }

    /// <summary>What was added.</summary>
    public FolderListing Build() => new(
        [.. _files.Values.OrderBy(file => file.Path, StringComparer.Ordinal)],
        [.. _problems.OrderBy(problem => problem.Path, StringComparer.Ordinal)],
        [.. _unlisted]);
}
