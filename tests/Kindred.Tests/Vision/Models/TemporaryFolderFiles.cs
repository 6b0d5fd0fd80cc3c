namespace Kindred.Tests.Vision.Models;

/// <summary>Writes files into a test's folder; each returns the file's path.</summary>
internal static class TemporaryFolderFiles
{
    public static string Write(this TemporaryFolder folder, string name, byte[] content)
    {
        var path = folder.File(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public static string Write(this TemporaryFolder folder, string name, string content)
    {
        var path = folder.File(name);
        File.WriteAllText(path, content);
        return path;
    }
}
