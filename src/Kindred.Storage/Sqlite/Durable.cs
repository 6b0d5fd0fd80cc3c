using System.Runtime.InteropServices;

namespace Kindred.Storage.Sqlite;

/// <summary>Lets the disk write what the system still holds in memory.</summary>
internal static partial class Durable
{
    /// <summary>Writes what is held of a file.</summary>
    public static void Flush(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Writes what is held of the names in a folder. Windows does that by itself.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;

        // .NET opens no folders. Where the file system cannot do it, the names are written some time soon.
        var handle = Open(folder, 0);
        if (handle < 0)
            return;
        _ = Sync(handle);
        _ = Close(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
