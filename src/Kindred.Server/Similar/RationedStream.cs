namespace Kindred.Server.Similar;

/// <summary>
/// A stream that may be read only up to a limit. The framework's form reader limits headers and counts them, but keeps a header line
/// that never ends in memory for as long as it comes.
/// </summary>
/// <param name="inner">The stream; not disposed.</param>
/// <param name="left">Bytes that may be read.</param>
internal sealed class RationedStream(Stream inner, long left) : Stream
{
    /// <summary>Bytes that may still be read; reading more throws an <see cref="InvalidDataException"/>.</summary>
    public long Left { get; set; } = left;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Left == 0)
            throw new InvalidDataException("More was sent than may be read.");
        var read = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, Left)], cancellationToken);
        Left -= read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();
}
