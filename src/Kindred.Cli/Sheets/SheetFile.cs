namespace Kindred.Cli.Sheets;

/// <summary>Writes a file so that it appears whole or not at all.</summary>
internal static class SheetFile
{
    /// <summary>Writes beside the path and moves into place, creating the folder if need be.</summary>
    /// <exception cref="KindredException">The file cannot be written.</exception>
    public static void Write(string path, byte[] bytes)
    {
        string? partial = null;
        try
        {
            var full = Path.GetFullPath(path);
            if (Directory.Exists(full))
                throw new KindredException($"Cannot write {path}: it is a folder. Name a file, such as sheet.png.");
            if (Path.GetDirectoryName(full) is { } folder)
                Directory.CreateDirectory(folder);
            partial = $"{full}.{Guid.NewGuid():N}.part";
            File.WriteAllBytes(partial, bytes);
            File.Move(partial, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            if (partial is not null)
                Discard(partial);
            throw new KindredException($"Cannot write {path}: {e.Message}", e);
        }
    }

    private static void Discard(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The fault that is being reported comes first; a leftover does no harm.
        }
    }
}
