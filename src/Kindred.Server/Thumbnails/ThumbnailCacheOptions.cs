namespace Kindred.Server.Thumbnails;

/// <summary>Where thumbnails are kept, and how many.</summary>
internal sealed record ThumbnailCacheOptions
{
    /// <summary>Their folder; made where it is missing. All of it may be deleted at any time.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// Bytes of all thumbnails together, at least 0; a little more for a moment. By default 512 MiB: some 35,000 at 320 pixels.
    /// </summary>
    public long ByteLimit { get; init; } = 512L << 20;
}
