namespace Kindred.Storage.Sqlite;

/// <summary>The folder that a library is in.</summary>
internal static class LibraryFolder
{
    /// <summary>Makes the folder where there is none.</summary>
    /// <returns>Its absolute path.</returns>
    /// <exception cref="StoreException">It cannot be made.</exception>
    public static string Make(string directory)
    {
        directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        try
        {
            Directory.CreateDirectory(directory);
            return directory;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                Fault.LibraryNotWritable, $"The library folder {directory} cannot be made: {exception.Message}", exception);
        }
    }
}
