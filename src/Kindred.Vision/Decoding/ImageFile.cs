using Kindred.Images;
using NetVips;
using VipsImage = NetVips.Image;

namespace Kindred.Vision.Decoding;

/// <summary>An encoded picture whose header has been read; nothing is decoded before <see cref="Decode"/>.</summary>
internal sealed class ImageFile : IDisposable
{
    // A JPEG's own shrink, by 2, 4 or 8, is a coarse filter: leave at least this factor to the good one. libvips's thumbnail
    // leaves 2 and so decodes up to four times the pixels. On a picture made of fine detail alone the results differ by up to 4
    // levels of 255 on average; precision@5 on photographs does not change (docs/evaluation.md).
    private const double LeftToLanczos = 1.25;

    // Longer sides, which a picture of one row may have, would take the reducer much memory.
    private const int LongestReduced = ushort.MaxValue;

    private readonly ImageFormat _format;
    private readonly Source _source;
    private readonly VipsImage _header;
    private readonly bool _upright;
    private readonly bool _sideways;

    private ImageFile(ImageFormat format, Source source, VipsImage header)
    {
        _format = format;
        _source = source;
        _header = header;
        // EXIF's numbers: 1 is upright, 5 to 8 lie on their side.
        var orientation = header.GetTypeOf("orientation") == 0 ? 1 : (int)header.Get("orientation");
        _upright = orientation is <= 1 or > 8;
        _sideways = orientation is >= 5 and <= 8;
        Size = _sideways ? new ImageSize(header.Height, header.Width) : new ImageSize(header.Width, header.Height);
    }

    /// <summary>The picture's size, upright.</summary>
    public ImageSize Size { get; }

    /// <summary>Reads the header.</summary>
    /// <exception cref="VipsException">It is damaged.</exception>
    public static ImageFile Open(ImageFormat format, ReadOnlySpan<byte> encoded)
    {
        var source = Source.NewFromMemory(encoded);
        try
        {
            return new ImageFile(format, source, Load(format, source));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Bytes that decoding takes at most, beside those of the result.</summary>
    /// <param name="width">Width wanted.</param>
    /// <param name="height">Height wanted.</param>
    public long MemoryToDecode(int width, int height) => DecodingMemory.Of(_format, _header, Shrink(width, height));

    /// <summary>Decodes the picture at another size, upright, in 8-bit sRGB.</summary>
    /// <param name="width">Width wanted.</param>
    /// <param name="height">Height wanted.</param>
    /// <param name="rgb">Gets width × height × 3 bytes.</param>
    /// <param name="cancellationToken">Stops between two strips; what a format must decode in one go is decoded first.</param>
    /// <exception cref="VipsException">The file is damaged.</exception>
    public void Decode(int width, int height, Span<byte> rgb, CancellationToken cancellationToken)
    {
        using var image = Preshrink(Shrink(width, height));
        var profiled = HasForeignProfile(image);
        var plain = _upright && !profiled
            && image is { Format: Enums.BandFormat.Uchar, Bands: 3, Interpretation: Enums.Interpretation.Srgb };
        if (plain && image.Width == width && image.Height == height)
            Copy(image, rgb, cancellationToken);
        else if (plain && image.Width >= width && image.Height >= height && Math.Max(image.Width, image.Height) <= LongestReduced)
            Reduce(image, width, height, rgb, cancellationToken);
        else
            Convert(image, profiled, width, height, rgb, cancellationToken);
    }

    public void Dispose()
    {
        _header.Dispose();
        _source.Dispose();
    }

    private static VipsImage Load(ImageFormat format, Source source, string? option = null, object? value = null)
    {
        var options = new VOption
        {
            { "access", Enums.Access.Sequential },
            // Damage and truncation are errors; what a decoder merely warns of is not.
            { "fail_on", Enums.FailOn.Error },
        };
        if (option is not null)
            options.Add(option, value);
        return (VipsImage)Operation.Call(format.Loader, options, source);
    }

    // Whether colors need a transform, which takes longer than all the rest. Cameras and image editors often attach sRGB's
    // own profile, which needs none; its name is written with one byte a letter or, since version 4 of the format, two.
    private static bool HasForeignProfile(VipsImage image) =>
        image.GetTypeOf("icc-profile-data") != 0
        && image.Get("icc-profile-data") is byte[] profile
        && profile.AsSpan().IndexOf("sRGB"u8) < 0
        && profile.AsSpan().IndexOf("s\0R\0G\0B"u8) < 0;

    private double Shrink(int width, int height) => Math.Min((double)Size.Width / width, (double)Size.Height / height);

    // JPEG and WebP can be decoded smaller for much less work.
    private VipsImage Preshrink(double shrink)
    {
        var factor = (shrink / LeftToLanczos) switch { >= 8 => 8, >= 4 => 4, >= 2 => 2, _ => 1 };
        if (_format == ImageFormat.Jpeg && factor > 1)
            return Load(_format, _source, "shrink", factor);
        if (_format == ImageFormat.WebP && shrink > 1)
            return Load(_format, _source, "scale", 1 / shrink);
        return _header;
    }

    // Most pictures: they are RGB already and only too large.
    private static void Reduce(VipsImage image, int width, int height, Span<byte> rgb, CancellationToken cancellationToken)
    {
        using var reducer = new LanczosReducer(new ImageSize(image.Width, image.Height), width, height);
        using var strips = new StripReader(image);
        while (strips.Next() is { Length: > 0 } strip)
        {
            cancellationToken.ThrowIfCancellationRequested();
            reducer.Add(strip, rgb);
        }
    }

    // The others: libvips knows what to do about profiles, ink, transparency, depth and orientation.
    private static void Convert(
        VipsImage image, bool profiled, int width, int height, Span<byte> rgb, CancellationToken cancellationToken)
    {
        using var sized = image.ThumbnailImage(width, height, Enums.Size.Force, outputProfile: profiled ? "srgb" : null);
        using var opaque = sized.HasAlpha() ? sized.Flatten(background: [255, 255, 255]) : sized;
        using var color = opaque.Bands < 3 ? opaque.Colourspace(Enums.Interpretation.Srgb) : opaque;
        using var three = color.Bands > 3 ? color.ExtractBand(0, n: 3) : color;
        using var bytes = three.Format == Enums.BandFormat.Uchar ? three : three.Cast(Enums.BandFormat.Uchar);
        Copy(bytes, rgb, cancellationToken);
    }

    private static void Copy(VipsImage image, Span<byte> rgb, CancellationToken cancellationToken)
    {
        using var strips = new StripReader(image);
        while (strips.Next() is { Length: > 0 } strip)
        {
            cancellationToken.ThrowIfCancellationRequested();
            strip.CopyTo(rgb);
            rgb = rgb[strip.Length..];
        }
    }
}
