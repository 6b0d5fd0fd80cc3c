using Kindred.Images;

namespace Kindred.Tests.Images;

public sealed class ContentHashTests
{
    // From FIPS 180-2, appendix B.1.
    private const string HashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void Of_StandardExample_IsStandardHash() => Assert.Equal(HashOfAbc, ContentHash.Of("abc"u8).ToString());

    [Fact]
    public void ToByteArray_AndBack_IsEqual()
    {
        var hash = ContentHash.Of("abc"u8);

        Assert.Equal(hash, new ContentHash(hash.ToByteArray()));
        Assert.NotEqual(hash, ContentHash.Of("abd"u8));
    }

    [Fact]
    public void Constructor_WrongLength_Throws() => Assert.Throws<ArgumentException>(() => new ContentHash(new byte[31]));

    [Theory]
    [InlineData(HashOfAbc)]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    public void TryParse_Digits_IsTheHash(string digits)
    {
        Assert.True(ContentHash.TryParse(digits, out var hash));
        Assert.Equal(ContentHash.Of("abc"u8), hash);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ba78")]
    [InlineData(HashOfAbc + "00")]
    [InlineData("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void TryParse_AnythingElse_IsRefused(string digits) => Assert.False(ContentHash.TryParse(digits, out _));
}
