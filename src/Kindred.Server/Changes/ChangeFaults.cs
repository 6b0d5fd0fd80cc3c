using Kindred.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Changes;

/// <summary>What clients are told where a file cannot be changed.</summary>
internal static class ChangeFaults
{
    /// <summary>What Unix systems call a full disk, and a quota that is used up, on Linux and on macOS.</summary>
    private static readonly int[] FullOnUnix = [28, 122, 69];

    // ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
    private static readonly int[] FullOnWindows = [unchecked((int)0x80070027), unchecked((int)0x80070070)];

    /// <summary>Whether the file system refused something.</summary>
    public static bool IsOfFiles(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>A fault of the file system as an answer.</summary>
    public static KindredException Of(Exception exception) => exception switch
    {
        _ when (OperatingSystem.IsWindows() ? FullOnWindows : FullOnUnix).Contains(exception.HResult) =>
            new KindredException(
                Fault.DiskFull, "The disk of the gallery or of the library is full; the picture was not saved.", exception),
        UnauthorizedAccessException => new KindredException(
            Fault.LibraryNotWritable, "The gallery's folder, or the library's, cannot be written to; the picture was not saved.",
            exception),
        _ => new KindredException("The gallery's folder cannot be changed; the server's log has more.", exception),
    };

    public static RefusedRequestException NotFound(string detail) => new(detail, StatusCodes.Status404NotFound);

    public static RefusedRequestException Conflict(string detail) => new(detail, StatusCodes.Status409Conflict);

    public static RefusedRequestException BadRequest(string detail) => new(detail, StatusCodes.Status400BadRequest);

    public static RefusedRequestException Unavailable(string detail) => new(detail, StatusCodes.Status503ServiceUnavailable);
}
