using Kindred.Images.Sources;

namespace Kindred.Storage.Sqlite;

/// <summary>
/// How gallery folders are written down. The folder a library lies in, and those below it, are stored relative to the library, so that
/// a gallery may be moved or mounted elsewhere together with its library; any other folder, and the address of one elsewhere, is stored
/// as it is.
/// </summary>
internal sealed class FolderPaths(string library)
{
    private readonly string _home = Path.GetDirectoryName(library) ?? library;

    public string Store(string folder)
    {
        if (FolderName.IsAddress(folder))
            return folder;
        var relative = Path.GetRelativePath(_home, folder);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? folder
            : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    public string Load(string stored) =>
        FolderName.IsAddress(stored) ? stored : Path.TrimEndingDirectorySeparator(Path.GetFullPath(stored, _home));
}
