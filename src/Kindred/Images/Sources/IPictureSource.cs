namespace Kindred.Images.Sources;

/// <summary>
/// Where the pictures of gallery folders are: this machine's folders, or something that serves others. It is only read. Safe to use from
/// several threads.
/// </summary>
/// <remarks>
/// What does not answer is not empty: every member says so by a fault, after it has tried again for some moments, and never by an answer
/// with less in it.
/// </remarks>
internal interface IPictureSource : IDisposable
{
    /// <summary>
    /// How many pictures to read at a time, at least 1: a disk has the next one soon, others let wait for each, and serve many at a time.
    /// </summary>
    int ReadsAtOnce { get; }

    /// <summary>A folder as libraries know it, however it was written: an absolute path, or an address.</summary>
    /// <exception cref="KindredException">It cannot be one; the message says what one looks like.</exception>
    string Normalize(string folder);

    /// <summary>Whether a folder is there.</summary>
    /// <exception cref="KindredException">That cannot be told now: <see cref="Fault.SourceUnreachable"/>.</exception>
    ValueTask<bool> HasAsync(string folder, CancellationToken cancellationToken = default);

    /// <summary>Lists the pictures in a folder that is there.</summary>
    /// <param name="folder">The folder, normalized.</param>
    /// <param name="below">Part of it to list, ending with a slash; empty for all.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="KindredException">It cannot be listed to its end: <see cref="Fault.SourceUnreachable"/>.</exception>
    ValueTask<FolderListing> ListAsync(string folder, string below, CancellationToken cancellationToken = default);

    /// <summary>Reads a whole picture, when <see cref="Memory.PictureMemory"/> has room for it.</summary>
    /// <param name="folder">The folder, normalized.</param>
    /// <param name="path">The picture's path in it.</param>
    /// <param name="ticket">Any number; the picture's result carries it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="UnreadableImageException">
    /// It is empty, too large, gone or not readable; or it cannot be had just now: <see cref="ImageFault.Unreachable"/>.
    /// </exception>
    ValueTask<EncodedImage> ReadAsync(string folder, string path, int ticket = 0, CancellationToken cancellationToken = default);
}
