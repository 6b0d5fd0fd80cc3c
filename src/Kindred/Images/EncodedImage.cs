using System.Buffers;

namespace Kindred.Images;

/// <summary>A picture's file in memory, on its way to an embedder. The bytes are pooled: dispose it once they are decoded.</summary>
internal sealed class EncodedImage : IDisposable
{
    private const int FirstBuffer = 64 << 10;

    /// <summary>A file that takes longer is passed over; a server that is away for good would hold up everything else.</summary>
    private static readonly TimeSpan TimeToRead = TimeSpan.FromMinutes(1);

    private byte[]? _buffer;

    private EncodedImage(int ticket, byte[] buffer, int length)
    {
        Ticket = ticket;
        _buffer = buffer;
        Length = length;
    }

    /// <summary>The caller's number for this picture; it comes back with the result.</summary>
    public int Ticket { get; }

    /// <summary>Size of the file in bytes.</summary>
    public int Length { get; }

    /// <summary>The file's bytes.</summary>
    /// <exception cref="ObjectDisposedException">The image was disposed.</exception>
    public ReadOnlyMemory<byte> Bytes =>
        new(_buffer ?? throw new ObjectDisposedException(nameof(EncodedImage)), 0, Length);

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sizeLimit">Larger files are refused, so that one file cannot take all memory.</param>
    /// <param name="ticket">Any number; the picture's result carries it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UnreadableImageException">The file is empty, too large, gone or not readable.</exception>
    public static async ValueTask<EncodedImage> ReadAsync(
        string path, int sizeLimit = 256 << 20, int ticket = 0, CancellationToken cancellationToken = default)
    {
        // On another thread: a disk, or a server behind it, that does not answer must keep nobody from stopping.
        var reading = Task.Run(() => Read(path, sizeLimit, ticket), cancellationToken);
        try
        {
            return await reading.WaitAsync(TimeToRead, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            DisposeLater(reading);
            throw new UnreadableImageException(
                ImageFault.Missing, $"the disk has not answered for {TimeToRead.TotalSeconds:0} seconds", exception);
        }
        catch (OperationCanceledException)
        {
            DisposeLater(reading);
            throw;
        }
        catch (NotSupportedException exception)
        {
            throw new UnreadableImageException(ImageFault.Damaged, "no file but a pipe or a device", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UnreadableImageException(ImageFault.Missing, "permission denied", exception);
        }
        catch (IOException exception)
        {
            throw new UnreadableImageException(
                ImageFault.Missing,
                exception is FileNotFoundException or DirectoryNotFoundException ? "no such file" : "the disk could not read it",
                exception);
        }
    }

    private static EncodedImage Read(string path, int sizeLimit, int ticket)
    {
        using var file = RegularFile.Open(path, out var length);
        if (length == 0)
            throw new UnreadableImageException(ImageFault.Damaged, "empty file");
        if (length > sizeLimit)
        {
            throw new UnreadableImageException(
                ImageFault.TooLarge, $"{length >> 20} MiB, more than the limit of {sizeLimit >> 20} MiB");
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)length);
        var read = 0;
        while (read < length && RandomAccess.Read(file, buffer.AsSpan(read, (int)length - read), read) is > 0 and var n)
            read += n;
        return new EncodedImage(ticket, buffer, read);
    }

    /// <summary>Gives back what is read after nobody waits for it any more.</summary>
    private static void DisposeLater(Task<EncodedImage> reading) => _ = reading.ContinueWith(
        done => done.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">Where the file comes from; not disposed. Its own exceptions pass.</param>
    /// <param name="sizeLimit">A longer stream is left as soon as it is over this many bytes.</param>
    /// <param name="ticket">Any number; the picture's result carries it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UnreadableImageException">There is nothing in the stream, or too much.</exception>
    public static async ValueTask<EncodedImage> ReadAsync(
        Stream stream, int sizeLimit = 256 << 20, int ticket = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(sizeLimit, 1);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(FirstBuffer, sizeLimit));
        try
        {
            var length = 0;
            while (await stream.ReadAsync(Room(buffer, length, sizeLimit), cancellationToken) is > 0 and var read)
            {
                length += read;
                if (length == sizeLimit && await HasMoreAsync(stream, cancellationToken))
                    throw new UnreadableImageException(ImageFault.TooLarge, $"more than the limit of {sizeLimit >> 20} MiB");
                if (length == buffer.Length && length < sizeLimit)
                    buffer = Enlarge(buffer, sizeLimit);
            }

            if (length == 0)
                throw new UnreadableImageException(ImageFault.Damaged, "empty file");
            return new EncodedImage(ticket, buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <summary>Copies bytes that are in memory already, such as an upload.</summary>
    public static EncodedImage FromBytes(ReadOnlySpan<byte> bytes, int ticket = 0)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(buffer);
        return new EncodedImage(ticket, buffer, bytes.Length);
    }

    /// <summary>Gives the bytes back to the pool.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    // Never more than the limit: the buffer is as large as the longest file that is taken, and one more byte is read into one of its own.
    private static Memory<byte> Room(byte[] buffer, int length, int sizeLimit) =>
        buffer.AsMemory(length, Math.Min(buffer.Length, sizeLimit) - length);

    private static async ValueTask<bool> HasMoreAsync(Stream stream, CancellationToken cancellationToken) =>
        await stream.ReadAsync(new byte[1], cancellationToken) > 0;

    private static byte[] Enlarge(byte[] full, int sizeLimit)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * full.Length, sizeLimit));
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
