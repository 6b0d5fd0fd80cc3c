namespace Kindred.Server.Changes;

/// <summary>Takes files out of a gallery into another folder, under the path they had. Overwrites nothing.</summary>
internal static class MovedFile
{
    /// <summary>Moves a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="folder">Where it goes; made if need be.</param>
    /// <param name="path">What it is called there. Where something is called that already, it gets a number.</param>
    /// <returns>Where the file is now.</returns>
    /// <exception cref="IOException">It cannot be moved.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be moved.</exception>
    public static string Move(string file, string folder, string path) =>
        Place(folder, path, to => File.Move(file, to, overwrite: false));

    /// <summary>Copies a file, so that its place can be taken by another in one step.</summary>
    /// <inheritdoc cref="Move"/>
    public static string Copy(string file, string folder, string path) => Place(folder, path, to =>
    {
        using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new FileStream(to, FileMode.CreateNew, FileAccess.Write);
        try
        {
            from.CopyTo(copy);
            copy.Flush(flushToDisk: true);
        }
        catch
        {
            copy.Dispose();
            File.Delete(to); // Half of a copy, as of a disk that is full, is none.
            throw;
        }
    });

    private static string Place(string folder, string path, Action<string> take)
    {
        var wanted = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(wanted)!); // A file is in a folder.
        var to = wanted;
        for (var copy = 2; Path.Exists(to); copy++)
            to = Path.ChangeExtension(wanted, null) + $" ({copy}){Path.GetExtension(wanted)}";
        take(to);
        return to;
    }
}
