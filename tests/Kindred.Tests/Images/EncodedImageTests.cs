using System.Threading.Channels;
using Kindred.Images;

namespace Kindred.Tests.Images;

public sealed class EncodedImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_File_HasItsBytes()
    {
        var path = _folder.File("a.bin");
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31))];
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        using var image = await EncodedImage.ReadAsync(path, ticket: 7, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(7, image.Ticket);
        Assert.Equal(bytes, image.Bytes.ToArray());
    }

    [Theory]
    [InlineData(0, 100, ImageFault.Damaged, "empty file")]
    [InlineData(3 << 20, 2 << 20, ImageFault.TooLarge, "3 MiB, more than the limit of 2 MiB")]
    public async Task ReadAsync_EmptyOrTooLarge_SaysSo(int length, int limit, ImageFault fault, string reason)
    {
        var path = _folder.File("a.bin");
        await File.WriteAllBytesAsync(path, new byte[length], TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<UnreadableImageException>(
            async () => await EncodedImage.ReadAsync(path, limit, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((fault, reason), (exception.ImageFault, exception.Message));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HandOnAsync_NobodyCanTakeIt_IsDisposed(bool isStopped)
    {
        var path = _folder.File("a.bin");
        await File.WriteAllBytesAsync(path, new byte[9], TestContext.Current.CancellationToken);
        var channel = Channel.CreateBounded<EncodedImage>(1);
        var taken = await EncodedImage.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        var left = await EncodedImage.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();

        await taken.HandOnAsync(channel, TestContext.Current.CancellationToken);
        var handing = left.HandOnAsync(channel, stop.Token).AsTask(); // There is room for one.
        if (isStopped)
            await stop.CancelAsync();
        else
            channel.Writer.Complete();

        await Assert.ThrowsAnyAsync<Exception>(() => handing);
        Assert.Throws<ObjectDisposedException>(() => left.Bytes);
        Assert.Equal(9, taken.Bytes.Length);
        taken.Dispose();
    }

    [Fact]
    public async Task ReadAsync_Missing_SaysSo()
    {
        var exception = await Assert.ThrowsAsync<UnreadableImageException>(
            async () => await EncodedImage.ReadAsync(_folder.File("none"), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((ImageFault.Missing, "no such file"), (exception.ImageFault, exception.Message));
    }

    // A link says the length of its own text, so that only opening tells what is behind it.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadAsync_NamedPipe_DoesNotWaitForAWriter(bool byLink)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes in the file system are a matter of Unix.");
        var path = _folder.File("pipe");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [path]))
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (byLink)
            File.CreateSymbolicLink(path = _folder.File("b.jpg"), "pipe");

        var exception = await Assert.ThrowsAsync<UnreadableImageException>(
            async () => await EncodedImage.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("a pipe or a device, not a file", exception.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64 << 10)]
    [InlineData(3_000_001)]
    public async Task ReadAsync_Stream_HasItsBytes(int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31))];

        using var image = await EncodedImage.ReadAsync(new MemoryStream(bytes), length, 7, TestContext.Current.CancellationToken);

        Assert.Equal(7, image.Ticket);
        Assert.Equal(bytes, image.Bytes.ToArray());
    }

    [Theory]
    [InlineData(0, ImageFault.Damaged, "empty file")]
    [InlineData((1 << 20) + 1, ImageFault.TooLarge, "more than the limit of 1 MiB")]
    public async Task ReadAsync_EmptyOrTooLongStream_SaysSo(int length, ImageFault fault, string reason)
    {
        var exception = await Assert.ThrowsAsync<UnreadableImageException>(async () =>
            await EncodedImage.ReadAsync(
                new MemoryStream(new byte[length]), 1 << 20, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((fault, reason), (exception.ImageFault, exception.Message));
    }

    /// <summary>Buffers of 64 KiB, 128 KiB … 16 MiB and one of the limit, however long the stream is.</summary>
    [Fact]
    public async Task ReadAsync_EndlessStream_TakesNoMoreMemoryThanTheLimitNeeds()
    {
        const int Limit = 32 << 20;
        using var endless = new EndlessStream();
        var before = GC.GetAllocatedBytesForCurrentThread();

        // Nothing is awaited that is not there at once, so all of it runs on this thread.
        await Assert.ThrowsAsync<UnreadableImageException>(async () =>
            await EncodedImage.ReadAsync(endless, Limit, cancellationToken: TestContext.Current.CancellationToken));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3L * Limit);
        Assert.Equal(Limit + 1, endless.Read);
    }

    [Fact]
    public void Bytes_AfterDispose_Throws()
    {
        var image = EncodedImage.FromBytes("abc"u8);
        image.Dispose();
        image.Dispose();

        Assert.Throws<ObjectDisposedException>(() => image.Bytes);
    }

    /// <summary>Zeros without end; counts those that were read.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        public new long Read { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Read += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
