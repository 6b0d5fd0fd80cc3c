using System.Threading.Channels;
using Kindred.Memory;
using Microsoft.Win32.SafeHandles;

namespace Kindred.Images;

/// <summary>
/// A picture's file in memory, on its way to an embedder. The bytes are gone as soon as it is disposed: do so once they are decoded, and
/// not before.
/// </summary>
internal sealed class EncodedImage : IDisposable
{
    /// <summary>256 MiB.</summary>
    private const int DefaultSizeLimit = 256 << 20;

    private const int FirstBuffer = 64 << 10;

    /// <summary>A file that takes longer is passed over; a server that is away for good would hold up everything else.</summary>
    private static readonly TimeSpan TimeToRead = TimeSpan.FromMinutes(1);

    private readonly MemoryShare _share;
    private NativeBuffer? _buffer;

    private EncodedImage(int ticket, NativeBuffer buffer, int length, MemoryShare share = default)
    {
        Ticket = ticket;
        _buffer = buffer;
        _share = share;
        Length = length;
    }

    /// <summary>The caller's number for this picture; it comes back with the result.</summary>
    public int Ticket { get; }

    /// <summary>Size of the file in bytes.</summary>
    public int Length { get; }

    /// <summary>The file's bytes.</summary>
    /// <exception cref="ObjectDisposedException">The image was disposed.</exception>
    public ReadOnlyMemory<byte> Bytes =>
        (_buffer ?? throw new ObjectDisposedException(nameof(EncodedImage))).Memory[..Length];

    /// <summary>Reads a whole file, when <see cref="PictureMemory"/> has room for it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sizeLimit">Larger files are refused, so that one file cannot take all memory.</param>
    /// <param name="ticket">Any number; the picture's result carries it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UnreadableImageException">The file is empty, too large, gone or not readable.</exception>
    public static async ValueTask<EncodedImage> ReadAsync(
        string path, int sizeLimit = DefaultSizeLimit, int ticket = 0, CancellationToken cancellationToken = default)
    {
        try
        {
            var (file, length) = await InTimeAsync(() => Open(path, sizeLimit), opened => opened.File.Dispose(), cancellationToken);
            MemoryShare share;
            try
            {
                // Twice: libvips takes a copy.
                share = await PictureMemory.Files.TakeAsync(2L * length, cancellationToken);
            }
            catch
            {
                file.Dispose();
                throw;
            }

            // From here on file and share are the reader's, also where nobody waits for it any more.
            return await InTimeAsync(() => Read(file, length, ticket, share), read => read.Dispose(), cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new UnreadableImageException(
                ImageFault.Missing, $"the disk has not answered for {TimeToRead.TotalSeconds:0} seconds", exception);
        }
        catch (NotSupportedException exception)
        {
            throw new UnreadableImageException(ImageFault.Damaged, "a pipe or a device, not a file", exception);
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

    /// <summary>
    /// Works on another thread: a disk, or a server behind it, that does not answer must keep nobody from stopping. What comes after
    /// nobody waits for it any more is disposed.
    /// </summary>
    private static async Task<T> InTimeAsync<T>(Func<T> work, Action<T> dispose, CancellationToken cancellationToken)
    {
        var working = Task.Run(work, CancellationToken.None);
        try
        {
            return await working.WaitAsync(TimeToRead, cancellationToken);
        }
        catch when (!working.IsFaulted)
        {
            _ = working.ContinueWith(
                done => dispose(done.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private static (SafeFileHandle File, int Length) Open(string path, int sizeLimit)
    {
        var file = RegularFile.Open(path, out var length);
        try
        {
            if (length == 0)
                throw new UnreadableImageException(ImageFault.Damaged, "empty file");
            var limit = Math.Min(sizeLimit, PictureMemory.Files.Limit / 2);
            return length <= limit
                ? (file, (int)length)
                : throw TooLarge(length, limit);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static UnreadableImageException TooLarge(long length, long limit) =>
        new(ImageFault.TooLarge, $"{length >> 20} MiB, more than the limit of {limit >> 20} MiB");

    private static EncodedImage Read(SafeFileHandle file, int length, int ticket, MemoryShare share)
    {
        NativeBuffer? buffer = null;
        try
        {
            using (file)
            {
                buffer = new NativeBuffer(length);
                var bytes = buffer.GetSpan();
                var read = 0;
                while (read < length && RandomAccess.Read(file, bytes[read..], read) is > 0 and var n)
                    read += n;
                return new EncodedImage(ticket, buffer, read, share);
            }
        }
        catch
        {
            (buffer as IDisposable)?.Dispose();
            share.Dispose();
            throw;
        }
    }

    /// <summary>Reads an answer of a server to its end, when <see cref="PictureMemory"/> has room for it.</summary>
    /// <param name="stream">Where the file comes from; not disposed. Its own exceptions pass.</param>
    /// <param name="length">How many bytes it says there are; <see langword="null"/> where it does not, which takes all the memory.</param>
    /// <param name="ticket">Any number; the picture's result carries it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UnreadableImageException">There is nothing in the stream, or too much.</exception>
    /// <exception cref="TimeoutException">It takes longer than any file may.</exception>
    public static async ValueTask<EncodedImage> ReadAnswerAsync(
        Stream stream, long? length, int ticket, CancellationToken cancellationToken)
    {
        var limit = Math.Min(DefaultSizeLimit, PictureMemory.Files.Limit / 2);
        if (length > limit)
            throw TooLarge(length.Value, limit);
        var share = await PictureMemory.Files.TakeAsync(2L * (length ?? limit), cancellationToken);
        try
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            late.CancelAfter(TimeToRead);
            var most = (int)Math.Max(1, length ?? limit);
            return await ReadAsync(stream, length is null ? FirstBuffer : most, most, ticket, share, late.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The answer takes too long.", exception);
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">Where the file comes from; not disposed. Its own exceptions pass.</param>
    /// <param name="sizeLimit">A longer stream is left as soon as it is over this many bytes.</param>
    /// <param name="ticket">Any number; the picture's result carries it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UnreadableImageException">There is nothing in the stream, or too much.</exception>
    public static async ValueTask<EncodedImage> ReadAsync(
        Stream stream, int sizeLimit = DefaultSizeLimit, int ticket = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(sizeLimit, 1);
        return await ReadAsync(stream, Math.Min(FirstBuffer, sizeLimit), sizeLimit, ticket, share: default, cancellationToken);
    }

    private static async ValueTask<EncodedImage> ReadAsync(
        Stream stream, int firstBuffer, int sizeLimit, int ticket, MemoryShare share, CancellationToken cancellationToken)
    {
        var buffer = new NativeBuffer(firstBuffer);
        try
        {
            var length = 0;
            while (await stream.ReadAsync(buffer.Memory[length..], cancellationToken) is > 0 and var read)
            {
                length += read;
                if (length == sizeLimit && await HasMoreAsync(stream, cancellationToken))
                    throw new UnreadableImageException(ImageFault.TooLarge, $"more than the limit of {sizeLimit >> 20} MiB");
                if (length == buffer.Memory.Length && length < sizeLimit)
                    buffer.Resize((int)Math.Min(2L * length, sizeLimit));
            }

            if (length == 0)
                throw new UnreadableImageException(ImageFault.Damaged, "empty file");
            return new EncodedImage(ticket, buffer, length, share);
        }
        catch
        {
            ((IDisposable)buffer).Dispose();
            share.Dispose();
            throw;
        }
    }

    /// <summary>Copies bytes that are in memory already, such as an upload.</summary>
    public static EncodedImage FromBytes(ReadOnlySpan<byte> bytes, int ticket = 0)
    {
        var buffer = new NativeBuffer(bytes.Length);
        bytes.CopyTo(buffer.GetSpan());
        return new EncodedImage(ticket, buffer, bytes.Length);
    }

    /// <summary>Hands the image on to whoever reads from a channel, who disposes it; it is disposed where that cannot be.</summary>
    public async ValueTask HandOnAsync(ChannelWriter<EncodedImage> channel, CancellationToken cancellationToken)
    {
        try
        {
            await channel.WriteAsync(this, cancellationToken);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gives the bytes back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is not { } buffer)
            return;
        ((IDisposable)buffer).Dispose();
        _share.Dispose();
    }

    // The buffer is never longer than the longest file that is taken; one more byte is read into one of its own.
    private static async ValueTask<bool> HasMoreAsync(Stream stream, CancellationToken cancellationToken) =>
        await stream.ReadAsync(new byte[1], cancellationToken) > 0;
}
