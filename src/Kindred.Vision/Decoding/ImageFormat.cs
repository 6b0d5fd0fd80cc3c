namespace Kindred.Vision.Decoding;

/// <summary>A file format that may be opened, and the one libvips operation that opens it.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="MediaType">As the web calls it.</param>
/// <param name="Loader">The operation's nickname.</param>
/// <param name="LoaderClass">The operation's class, for the block list.</param>
internal sealed record ImageFormat(string Name, string MediaType, string Loader, string LoaderClass)
{
    public static readonly ImageFormat Jpeg = new("JPEG", "image/jpeg", "jpegload_source", "VipsForeignLoadJpegSource");
    public static readonly ImageFormat Png = new("PNG", "image/png", "pngload_source", "VipsForeignLoadPngSource");
    public static readonly ImageFormat WebP = new("WebP", "image/webp", "webpload_source", "VipsForeignLoadWebpSource");
    public static readonly ImageFormat Gif = new("GIF", "image/gif", "gifload_source", "VipsForeignLoadNsgifSource");
    public static readonly ImageFormat Tiff = new("TIFF", "image/tiff", "tiffload_source", "VipsForeignLoadTiffSource");
    public static readonly ImageFormat Avif = new("AVIF", "image/avif", "heifload_source", "VipsForeignLoadHeifSource");

    public static readonly IReadOnlyList<ImageFormat> All = [Jpeg, Png, WebP, Gif, Tiff, Avif];

    /// <summary>Tells the format from a file's first bytes; <see langword="null"/> if it is none of <see cref="All"/>.</summary>
    /// <remarks>libvips can guess too, but asks some twenty loaders, which takes longer than reading a JPEG's header.</remarks>
    public static ImageFormat? Detect(ReadOnlySpan<byte> encoded) => encoded switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebP,
        // The version is 42, or 43 for BigTIFF.
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => Tiff,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', (byte)'f' or (byte)'s', ..] => Avif,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'m', (byte)'i', (byte)'f', (byte)'1', ..] => Avif,
        _ => null,
    };
}
