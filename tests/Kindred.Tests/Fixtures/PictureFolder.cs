using System.Buffers.Binary;
using System.Text;

namespace Kindred.Tests.Fixtures;

/// <summary>Writes folders of unusual pictures: good ones that must be read, and bad ones that must be refused.</summary>
internal static class PictureFolder
{
    /// <summary>Every good file by its name, with its content.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Good { get; } = new Dictionary<string, Func<byte[]>>(StringComparer.Ordinal)
    {
        ["plain.jpg"] = PictureBytes.Jpeg,
        ["progressive.jpg"] = PictureBytes.ProgressiveJpeg,
        ["profiled.jpg"] = PictureBytes.ProfiledJpeg,
        ["grey.jpg"] = PictureBytes.GreyJpeg,
        ["ink (cmyk).jpg"] = PictureBytes.CmykJpeg,
        ["sideways.jpg"] = PictureBytes.SidewaysJpeg,
        ["UPPER CASE.JPG"] = PictureBytes.Jpeg,
        ["plain.png"] = PictureBytes.Png,
        ["interlaced.png"] = PictureBytes.InterlacedPng,
        ["palette.png"] = PictureBytes.PalettePng,
        ["grey.png"] = PictureBytes.GreyPng,
        ["one bit.png"] = PictureBytes.OneBitPng,
        ["sixteen bit.png"] = PictureBytes.SixteenBitPng,
        ["transparent.png"] = PictureBytes.TransparentPng,
        ["transparent grey.png"] = PictureBytes.TransparentGreyPng,
        ["display p3.png"] = PictureBytes.DisplayP3Png,
        ["plain.webp"] = PictureBytes.WebP,
        ["transparent.webp"] = PictureBytes.TransparentWebP,
        ["animated.webp"] = PictureBytes.AnimatedWebP,
        ["plain.gif"] = PictureBytes.Gif,
        ["animated.gif"] = PictureBytes.AnimatedGif,
        ["plain.tiff"] = PictureBytes.Tiff,
        ["sixteen bit.tif"] = PictureBytes.SixteenBitTiff,
        ["plain.avif"] = PictureBytes.Avif,
        ["红色沙发.jpg"] = PictureBytes.Jpeg,
        ["it's a \"chair\".jpg"] = PictureBytes.Jpeg,
        ["a png named.jpg"] = PictureBytes.Png,
    };

    /// <summary>Every bad file by its name, with the reason for which decoding its bytes is refused.</summary>
    public static IReadOnlyDictionary<string, (Func<byte[]> Bytes, string Reason)> Bad { get; } =
        new Dictionary<string, (Func<byte[]>, string)>(StringComparer.Ordinal)
        {
            ["empty.jpg"] = (() => [], "empty file"),
            ["text.jpg"] = (() => "This is not a picture."u8.ToArray(), "not a picture Kindred can read"),
            ["truncated.jpg"] = (TruncatedJpeg, "truncated or damaged JPEG"),
            ["huge.png"] = (() => PngHeader(60_000, 60_000), "60000 × 60000 pixels, more than the limit of 200 megapixels"),
            ["drawing.svg.png"] =
                (() => "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"u8.ToArray(), "not a picture Kindred can read"),
        };

    /// <summary>Writes the good files.</summary>
    /// <returns>Their paths.</returns>
    public static IReadOnlyList<string> WriteGood(string folder) =>
        [.. Good.Select(file => Write(folder, file.Key, file.Value()))];

    /// <summary>
    /// Writes the bad files, and what is no file at all: a folder, a dangling link, a link to itself and a file nobody may read,
    /// all with a picture's name. (The superuser may read the last, which holds a good picture.)
    /// </summary>
    /// <returns>The paths of everything written, what is no file included.</returns>
    public static IReadOnlyList<string> WriteBad(string folder)
    {
        var paths = Bad.Select(file => Write(folder, file.Key, file.Value.Bytes())).ToList();
        paths.Add(Directory.CreateDirectory(Path.Combine(folder, "folder.jpg")).FullName);
        if (OperatingSystem.IsWindows())
            return paths;

        // Windows lets only developers and administrators make links, and has no file modes.
        paths.Add(File.CreateSymbolicLink(Path.Combine(folder, "dangling link.jpg"), "gone.jpg").FullName);
        paths.Add(File.CreateSymbolicLink(Path.Combine(folder, "link to itself.jpg"), "link to itself.jpg").FullName);
        paths.Add(Write(folder, "unreadable.jpg", PictureBytes.Jpeg()));
        File.SetUnixFileMode(paths[^1], UnixFileMode.None);
        return paths;
    }

    /// <summary>A PNG that is whole up to its pixels, of which it has none.</summary>
    public static byte[] PngHeader(int width, int height) => Png(width, height, [0x78, 0x9C]);

    /// <summary>A PNG of red, green and blue.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="pixels">Rows, each after a byte for its filter, as a zlib stream.</param>
    public static byte[] Png(int width, int height, byte[] pixels)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits
        header[9] = 2; // red, green, blue
        byte[] signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        return [.. signature, .. Chunk("IHDR", header), .. Chunk("IDAT", pixels), .. Chunk("IEND", [])];
    }

    private static byte[] TruncatedJpeg()
    {
        using var picture = PictureBytes.Detailed(200, 150);
        var whole = picture.JpegsaveBuffer();
        return whole[..(whole.Length / 2)];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), Crc32(body));
        return chunk;
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
        }

        return ~crc;
    }

    private static string Write(string folder, string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
