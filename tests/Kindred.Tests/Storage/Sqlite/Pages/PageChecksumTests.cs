using Kindred.Storage.Sqlite.Pages;

namespace Kindred.Tests.Storage.Sqlite.Pages;

public sealed class PageChecksumTests
{
    [Fact]
    public void IsWhole_PageInAnothersPlace_IsNot()
    {
        var page = Page(7);

        Assert.True(PageChecksum.IsWhole(page, 7));
        Assert.False(PageChecksum.IsWhole(page, 8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(2000)]
    [InlineData(PageChecksum.PageSize - 9)]
    [InlineData(PageChecksum.PageSize - 8)]
    [InlineData(PageChecksum.PageSize - 1)]
    public void TryCorrect_OneBit_IsRestored(int at)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            var (page, flipped) = (Page(3), Page(3));
            flipped[at] ^= (byte)(1 << bit);
            Assert.False(PageChecksum.IsWhole(flipped, 3));

            Assert.True(PageChecksum.TryCorrect(flipped, 3));

            Assert.Equal(page, flipped);
        }
    }

    [Fact]
    public void TryCorrect_TwoBits_AreLeftAlone()
    {
        var page = Page(3);
        page[100] ^= 1;
        page[3000] ^= 1;
        var before = page.ToArray();

        Assert.False(PageChecksum.TryCorrect(page, 3));

        Assert.Equal(before, page);
    }

    [Fact]
    public void TryCorrect_PageThatWasWiped_Fails() => Assert.False(PageChecksum.TryCorrect(new byte[PageChecksum.PageSize], 3));

    private static byte[] Page(int seed)
    {
        var page = new byte[PageChecksum.PageSize];
        new Random(seed).NextBytes(page);
        PageChecksum.Write(page, seed);
        return page;
    }
}
