using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kindred.Images;

/// <summary>
/// Opens files of a gallery to read them, and nothing else that a name may lead to: opening a named pipe waits for somebody to write into
/// it, for good if nobody does, and a link may lead to one at any time. So everything is opened without waiting, and judged once it is
/// open.
/// </summary>
internal static partial class RegularFile
{
    private const int NoSuchFile = 2;
    private const int NoAccess = 13;

    /// <summary>Opens a file to read it.</summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="length">Its size in bytes.</param>
    /// <exception cref="IOException">It is not there, or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read it.</exception>
    /// <exception cref="NotSupportedException">It is a pipe, a socket or the like.</exception>
    public static SafeFileHandle Open(string path, out long length)
    {
        var file = OperatingSystem.IsWindows() ? File.OpenHandle(path, options: FileOptions.SequentialScan) : OpenWithoutWaiting(path);
        try
        {
            length = RandomAccess.GetLength(file); // Only what has places can say one; devices without an end say 0.
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static SafeFileHandle OpenWithoutWaiting(string path)
    {
        // To read, not to wait, and not to hand on to other programs.
        var flags = OperatingSystem.IsMacOS() ? 0x0004 | 0x0100_0000 : 0x0800 | 0x8_0000;
        var file = OpenFile(path, flags);
        if (file >= 0)
            return new SafeFileHandle(file, ownsHandle: true);
        throw Marshal.GetLastPInvokeError() switch
        {
            NoSuchFile => new FileNotFoundException("It is not there.", path),
            NoAccess => new UnauthorizedAccessException("It may not be read."),
            var fault => new IOException(Marshal.GetPInvokeErrorMessage(fault)),
        };
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);
}
