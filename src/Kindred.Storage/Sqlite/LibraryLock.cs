namespace Kindred.Storage.Sqlite;

/// <summary>
/// Lets one process at a time index a library. The operating system releases the lock when the process ends, however it ends, so a lock
/// is never left behind; the lock file stays, and means nothing by itself.
/// </summary>
internal sealed class LibraryLock : IDisposable
{
    private readonly FileStream _file;

    private LibraryLock(FileStream file) => _file = file;

    public static LibraryLock Take(string directory)
    {
        var path = Path.Combine(directory, "index.lock");
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw SqliteFaults.ReadOnly(directory, exception);
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new StoreException(
                Fault.LibraryUnusable, $"The library folder {directory} is gone; bring it back, or index again.", exception);
        }
        catch (IOException exception) when (!IsTaken(exception))
        {
            throw SqliteFaults.ReadOnly(directory, exception);
        }
        catch (IOException exception)
        {
            throw new StoreException(
                Fault.LibraryBusy,
                $"Another kindred is indexing the library {directory}; wait until it is done, or stop it and run again.", exception);
        }

        return new LibraryLock(file);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Whether the file could not be opened because another process has it, and for no other reason.</summary>
    private static bool IsTaken(IOException exception)
    {
        const int SharingViolation = 32, LockViolation = 33; // Windows.
        const int WouldBlockOnLinux = 11, WouldBlockOnMac = 35;
        return OperatingSystem.IsWindows()
            ? (exception.HResult & 0xFFFF) is SharingViolation or LockViolation
            : exception.HResult is WouldBlockOnLinux or WouldBlockOnMac;
    }
}
