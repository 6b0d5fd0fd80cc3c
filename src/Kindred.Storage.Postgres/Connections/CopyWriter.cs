using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace Kindred.Storage.Postgres.Connections;

/// <summary>
/// Writes rows of a table in the binary form of <c>COPY</c>, many in one go: a third of what the driver's own writer takes for each value.
/// </summary>
internal sealed class CopyWriter : IAsyncDisposable
{
    private const int BytesAtOnce = 1 << 16;

    /// <summary>A signature, flags and the length of an extension: PostgreSQL's manual, COPY, Binary Format.</summary>
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xff, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly NpgsqlRawCopyStream _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * BytesAtOnce);

    private CopyWriter(NpgsqlRawCopyStream stream)
    {
        _stream = stream;
        _buffer.Write(Header);
    }

    /// <summary>Begins to write.</summary>
    /// <param name="connection">Can do nothing else until this is disposed.</param>
    /// <param name="copy">A statement that copies from standard input in binary form.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<CopyWriter> BeginAsync(NpgsqlConnection connection, string copy, CancellationToken cancellationToken) =>
        new(await connection.BeginRawBinaryCopyAsync(copy, cancellationToken));

    /// <summary>Begins a row.</summary>
    /// <param name="columns">How many values follow.</param>
    public void StartRow(short columns) => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), columns);

    /// <summary>Writes a value of type bigint.</summary>
    public void Write(long value) => BinaryPrimitives.WriteInt64BigEndian(Begin(sizeof(long)), value);

    /// <summary>Writes a value of type integer.</summary>
    public void Write(int value) => BinaryPrimitives.WriteInt32BigEndian(Begin(sizeof(int)), value);

    /// <summary>Writes a value of type double precision.</summary>
    public void Write(double value) => BinaryPrimitives.WriteDoubleBigEndian(Begin(sizeof(double)), value);

    /// <summary>Writes a value of type text.</summary>
    public void Write(string value) => Encoding.UTF8.GetBytes(value, Begin(Encoding.UTF8.GetByteCount(value)));

    /// <summary>Writes a value of type bytea.</summary>
    public void Write(ReadOnlySpan<byte> value) => value.CopyTo(Begin(value.Length));

    /// <summary>Writes that there is no value.</summary>
    public void WriteNull() => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), -1);

    /// <summary>Sends what was written, where that is enough; to be called behind every row.</summary>
    public ValueTask EndRowAsync(CancellationToken cancellationToken) =>
        _buffer.WrittenCount < BytesAtOnce ? ValueTask.CompletedTask : SendAsync(cancellationToken);

    /// <summary>Sends the rest, and waits until all rows are written.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        StartRow(-1); // The end.
        await SendAsync(cancellationToken);
        await _stream.DisposeAsync();
    }

    /// <summary>Gives up, unless all is complete.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It is complete.
        }
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        _buffer.ResetWrittenCount();
    }

    private Span<byte> Begin(int bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), bytes);
        return Take(bytes);
    }

    private Span<byte> Take(int bytes)
    {
        var span = _buffer.GetSpan(bytes)[..bytes];
        _buffer.Advance(bytes);
        return span;
    }
}
