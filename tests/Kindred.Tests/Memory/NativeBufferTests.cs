using Kindred.Memory;

namespace Kindred.Tests.Memory;

public sealed class NativeBufferTests
{
    [Fact]
    public void Resize_Longer_KeepsWhatWasThere()
    {
        using var owner = new NativeBuffer(3);
        ((ReadOnlySpan<byte>)[1, 2, 3]).CopyTo(owner.GetSpan());

        owner.Resize(100_000);

        Assert.Equal(100_000, owner.Memory.Length);
        Assert.Equal([1, 2, 3], owner.GetSpan()[..3].ToArray());
    }

    [Fact]
    public void Disposed_GivesNoSpanAndNoPlace()
    {
        var owner = new NativeBuffer(3);

        ((IDisposable)owner).Dispose();
        ((IDisposable)owner).Dispose();

        Assert.Throws<ObjectDisposedException>(() => owner.GetSpan().Length);
        Assert.Throws<ObjectDisposedException>(() => owner.Pin());
        Assert.Throws<ObjectDisposedException>(() => owner.Resize(4));
    }
}
