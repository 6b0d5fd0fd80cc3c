using Kindred.Images;
using Kindred.Tests.Fixtures;
using Kindred.Vision.Decoding;
using NetVips;

namespace Kindred.Tests.Vision.Decoding;

/// <summary>Files that are cut off, scribbled on, or of a kind that must never be opened.</summary>
public sealed class HostileFileTests
{
    private static readonly ImageDecoder Decoder = new();

    public static TheoryData<string> Formats => ["JPEG", "progressive JPEG", "PNG", "WebP", "GIF", "TIFF", "AVIF"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Decode_CutAnywhere_IsRefused(string format)
    {
        var whole = Encode(format);
        Decode(whole);
        foreach (var share in new[] { 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97 })
        {
            var reason = Refusal(whole[..(int)(whole.Length * share)]);
            Assert.Equal($"truncated or damaged {format.Split(' ')[^1]}", reason);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Decode_CutToAFewBytes_IsRefused(string format)
    {
        var whole = Encode(format);
        for (var length = 0; length < 40; length++)
            Assert.DoesNotContain('\n', Refusal(whole[..length]));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Decode_ScribbledOn_IsDecodedOrRefused(string format)
    {
        var whole = Encode(format);
        var random = new Random(20190717);
        for (var round = 0; round < 150; round++)
        {
            var bytes = whole.ToArray();
            var reach = round % 2 == 0 ? Math.Min(200, bytes.Length) : bytes.Length;
            for (var i = random.Next(1, 6); i > 0; i--)
                bytes[random.Next(reach)] = (byte)random.Next(256);

            try
            {
                Decode(bytes);
            }
            catch (UnreadableImageException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
            }
        }
    }

    [Theory]
    [InlineData("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj")]
    [InlineData("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")]
    [InlineData("P3\n1 1\n255\n255 0 0\n")]
    [InlineData("BM\u0001\u0002\u0003\u0004")]
    [InlineData("#?RADIANCE\n")]
    [InlineData("SIMPLE  =                    T")]
    [InlineData("MATLAB 5.0 MAT-file")]
    public void Decode_OtherKindOfFile_IsRefused(string content) =>
        Assert.Equal("not a picture Kindred can read", Refusal(System.Text.Encoding.Latin1.GetBytes(content)));

    [Fact]
    public void Loaders_AllButSix_AreBlocked()
    {
        _ = new ImageDecoder(); // The first one blocks them for the whole process.

        var open = NetVips.NetVips.GetOperations()
            .Where(name => name.Contains("load", StringComparison.Ordinal) && !name.StartsWith("profile_", StringComparison.Ordinal))
            .Where(name => !IsBlocked(name))
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            ["gifload_source", "heifload_source", "jpegload_source", "pngload_source", "tiffload_source", "webpload_source"], open);
    }

    private static bool IsBlocked(string operation)
    {
        using var instance = Operation.NewFromName(operation);
        return instance.GetFlags().HasFlag(Enums.OperationFlags.BLOCKED);
    }

    private static byte[] Encode(string format)
    {
        using var picture = PictureBytes.Detailed(200, 150);
        return format switch
        {
            "JPEG" => picture.JpegsaveBuffer(),
            "progressive JPEG" => picture.JpegsaveBuffer(interlace: true),
            "PNG" => picture.PngsaveBuffer(),
            "WebP" => picture.WebpsaveBuffer(),
            "GIF" => picture.GifsaveBuffer(),
            "TIFF" => picture.TiffsaveBuffer(),
            "AVIF" => picture.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 1),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "no such format"),
        };
    }

    private static string Refusal(byte[] encoded) => Assert.Throws<UnreadableImageException>(() => Decode(encoded)).Message;

    private static void Decode(byte[] encoded) => Decoder.Decode(encoded, 32, 32, new byte[32 * 32 * 3]);
}
