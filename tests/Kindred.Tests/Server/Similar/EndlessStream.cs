namespace Kindred.Tests.Server.Similar;

/// <summary>A beginning, and then the same bytes again and again without end; counts what was taken of it.</summary>
internal sealed class EndlessStream(byte[] start, byte[] again) : Stream
{
    public long Taken { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        for (var i = 0; i < count; i++, Taken++)
            buffer[offset + i] = Taken < start.Length ? start[Taken] : again[(Taken - start.Length) % again.Length];
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
