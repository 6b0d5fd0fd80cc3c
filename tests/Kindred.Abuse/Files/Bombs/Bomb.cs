using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Kindred.Vision.Decoding;
using NetVips;

namespace Kindred.Abuse.Files.Bombs;

/// <summary>A small file that becomes large, or takes long, when it is decoded.</summary>
/// <param name="Name">What it is called, in words; its ending says which format.</param>
/// <param name="Write">Writes it, with about so many pixels along each side.</param>
internal sealed record Bomb(string Name, Action<string, int> Write)
{
    private const int Frames = 600;
    private const int Scans = 2_000;

    /// <summary>One or more for every format that Kindred decodes, in the forms that must be held as a whole.</summary>
    public static IReadOnlyList<Bomb> All { get; } =
    [
        Of("interlaced.png", (picture, path) => picture.Pngsave(path, interlace: true, compression: 1)),
        Of("interlaced of 16 bits.png", (picture, path) => Deep(picture).Pngsave(path, interlace: true, bitdepth: 16, compression: 1)),
        Of("transparent of 16 bits.png", (picture, path) => Deep(picture).Bandjoin(65_535).Copy(interpretation: Enums.Interpretation.Rgb16)
            .Pngsave(path, interlace: true, bitdepth: 16, compression: 1)),
        Of("in rows.png", (picture, path) => picture.Pngsave(path, compression: 1)),
        new("a profile of a gigabyte.png", (path, _) => WritePng(path, 64, Chunk("iCCP", [.. "icc\0\0"u8, .. Zeros(1L << 30)]))),
        new("a text of a gigabyte.png", (path, _) => WritePng(path, 64, Chunk("zTXt", [.. "Comment\0\0"u8, .. Zeros(1L << 30)]))),
        new("a thousand megapixels of nothing.png", (path, _) => WritePng(path, 31_622)),
        Of("progressive.jpg", (picture, path) => picture.Jpegsave(path, interlace: true, subsampleMode: Enums.ForeignSubsample.Off)),
        Of("progressive cmyk.jpg", (picture, path) => picture.Colourspace(Enums.Interpretation.Cmyk).Jpegsave(path, interlace: true)),
        Of("baseline.jpg", (picture, path) => picture.Jpegsave(path)),
        Of("of two thousand scans.jpg", (picture, path) => File.WriteAllBytes(path, Repeat(picture.JpegsaveBuffer(interlace: true)))),
        Of("lossless.webp", (picture, path) => picture.Webpsave(path, lossless: true, effort: 0)),
        Of("lossy.webp", (picture, path) => picture.Webpsave(path, effort: 0)),
        Animated("animated.webp", (frames, path) => frames.Webpsave(path, effort: 0)),
        Of("one frame.gif", (picture, path) => picture.Gifsave(path, effort: 1)),
        Animated("many frames.gif", (frames, path) => frames.Gifsave(path, effort: 1)),
        Of("one strip.tif", (picture, path) => picture.Tiffsave(
            path, compression: Enums.ForeignTiffCompression.Deflate, tileHeight: picture.Height)),
        Of("tiles.tif", (picture, path) => picture.Tiffsave(
            path, compression: Enums.ForeignTiffCompression.Deflate, tile: true, tileWidth: 4_096, tileHeight: 4_096)),
        Of("doubles.tif", (picture, path) => picture.Cast(Enums.BandFormat.Double).Tiffsave(
            path, compression: Enums.ForeignTiffCompression.Deflate)),
        Of("packed ones.tif", (picture, path) => picture.Colourspace(Enums.Interpretation.Bw).Tiffsave(
            path, compression: Enums.ForeignTiffCompression.Ccittfax4, bitdepth: 1)),
        // Smaller, for encoding them takes minutes; their decoder takes the more.
        Of("of 8 bits.avif", (picture, path) => picture.Heifsave(path, compression: Enums.ForeignHeifCompression.Av1, effort: 0), less: 2),
        Of("of 12 bits.avif", (picture, path) => Deep(picture).Heifsave(
            path, bitdepth: 12, compression: Enums.ForeignHeifCompression.Av1, effort: 0), less: 2),
    ];

    private static Bomb Of(string name, Action<Image, string> save, int less = 1) => new(name, (path, side) =>
    {
        using var picture = Plain(side / less, side / less);
        save(picture, path);
    });

    /// <summary>Frames whose pixels together are many more than those of one picture.</summary>
    private static Bomb Animated(string name, Action<Image, string> save) => new(name, (path, side) =>
    {
        var height = Math.Max(1, side / 20);
        using var frames = Plain(height, height * Frames).Mutate(image => image.Set(GValue.GIntType, "page-height", height));
        save(frames, path);
    });

    private static Image Plain(int width, int height)
    {
        LibVips.Initialize();
        return (Image.Black(width, height, bands: 3) + new double[] { 180, 60, 30 }).Cast(Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static Image Deep(Image color) =>
        (color * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);

    /// <summary>A progressive JPEG whose last scan comes again and again; each makes a decoder go over all of the picture.</summary>
    private static byte[] Repeat(byte[] progressive)
    {
        var last = progressive.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        var scan = progressive.AsSpan(last..^2);
        using var whole = new MemoryStream();
        whole.Write(progressive.AsSpan(..last));
        for (var i = 0; i < Scans; i++)
            whole.Write(scan);
        whole.Write([0xFF, 0xD9]);
        return whole.ToArray();
    }

    /// <summary>A PNG of palette pixels that are all the same.</summary>
    private static void WritePng(string path, int side, params byte[][] chunks)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        header[8] = 8; // bits
        using var file = File.Create(path);
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        file.Write(Chunk("IHDR", header));
        foreach (var chunk in chunks)
            file.Write(chunk);
        file.Write(Chunk("IDAT", Zeros((long)side * (side + 1))));
        file.Write(Chunk("IEND", []));
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), Crc32.HashToUInt32(body));
        return chunk;
    }

    /// <summary>So many zeros, compressed.</summary>
    private static byte[] Zeros(long count)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            var block = new byte[1 << 20];
            for (; count > 0; count -= block.Length)
                zip.Write(block, 0, (int)Math.Min(block.Length, count));
        }

        return packed.ToArray();
    }
}
