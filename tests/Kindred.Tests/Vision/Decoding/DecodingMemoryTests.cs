using Kindred.Images;
using Kindred.Memory;
using Kindred.Tests.Fixtures;
using Kindred.Vision.Decoding;

namespace Kindred.Tests.Vision.Decoding;

/// <summary>Pictures that take much memory to decode, and little to send.</summary>
public sealed class DecodingMemoryTests : IDisposable
{
    private const int Side = 3_000;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => [.. LargePictures.Kinds];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decode_NeedsMoreThanThereIs_IsRefusedBeforeIt(string kind)
    {
        var bytes = Bytes(kind);
        var memory = new MemoryBudget(4 << 20);

        var exception = Assert.Throws<UnreadableImageException>(
            () => new ImageDecoder(memory: memory).Decode(bytes, 160, 160, new byte[160 * 160 * 3]));

        Assert.Equal(ImageFault.TooLarge, exception.ImageFault);
        Assert.Matches("^decoding it takes [0-9]+ MiB, more than the 4 MiB allowed for it$", exception.Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decode_WithEnough_GivesItBack(string kind)
    {
        var memory = new MemoryBudget(1 << 30);
        var rgb = new byte[160 * 160 * 3];

        new ImageDecoder(memory: memory).Decode(Bytes(kind), 160, 160, rgb);

        Assert.Equal(0, memory.Taken);
        Assert.InRange(rgb[0], 170, 190);
    }

    [Fact]
    public async Task DecodeAsync_WhileOthersHaveTheMemory_WaitsItsTurn()
    {
        var memory = new MemoryBudget(200 << 20);
        var others = await memory.TakeAsync(150 << 20, Cancel);

        var decoding = new ImageDecoder(memory: memory)
            .DecodeAsync(EncodedImage.FromBytes(Bytes("transparent16.png")), 160, 160, new byte[160 * 160 * 3], Cancel);

        // It may not have asked yet; it cannot have decoded.
        Assert.False(decoding.IsCompleted);
        others.Dispose();
        Assert.Equal(new ImageSize(Side, Side), await decoding);
        await Eventually.TrueAsync(() => memory.Taken == 0, "The decoder keeps its memory.");
    }

    [Fact]
    public async Task DecodeAsync_Stopped_LeavesTheDecoderBehind()
    {
        var memory = new MemoryBudget(1 << 30);
        var bytes = Bytes("transparent16.png");
        EncodedImage image;
        var wasStopped = false;
        var tries = 0;
        do
        {
            // Where this thread has to wait for its turn, decoding may have ended before it is stopped.
            Assert.InRange(++tries, 1, 50);
            using var stop = new CancellationTokenSource();
            image = EncodedImage.FromBytes(bytes);
            var decoding = new ImageDecoder(memory: memory).DecodeAsync(image, 160, 160, new byte[160 * 160 * 3], stop.Token);
            await Eventually.TrueAsync(() => memory.Taken > 0 || decoding.IsCompleted, "Decoding does not begin.");
            await stop.CancelAsync();
            try
            {
                await decoding;
                image.Dispose();
            }
            catch (OperationCanceledException)
            {
                wasStopped = true;
            }
        }
        while (!wasStopped);

        await Eventually.TrueAsync(() => memory.Taken == 0, "The decoder left behind keeps its memory.");
        await Eventually.TrueAsync(() => IsDisposed(image), "The decoder left behind keeps the file.");
    }

    private static bool IsDisposed(EncodedImage image)
    {
        try
        {
            return image.Bytes.Length < 0;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private byte[] Bytes(string kind)
    {
        LargePictures.Write(_folder.Path, kind, Side);
        return File.ReadAllBytes(Path.Combine(_folder.Path, kind));
    }
}
