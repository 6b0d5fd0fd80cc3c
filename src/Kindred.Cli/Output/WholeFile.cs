namespace Kindred.Cli.Output;

/// <summary>Writes a file so that it appears under its name when it is whole, or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside the path and moves into place, creating the folder if need be.</summary>
    /// <exception cref="KindredException">The file cannot be written.</exception>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? path);
            await using (var file = File.Create(partial))
                await write(file);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception exception)
        {
            if (File.Exists(partial))
                File.Delete(partial);
            if (exception is IOException or UnauthorizedAccessException)
                throw new KindredException($"{path} cannot be written: {exception.Message}", exception);
            throw;
        }
    }
}
