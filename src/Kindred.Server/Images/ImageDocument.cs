using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Kindred.Attributes;
using Kindred.Images;
using Kindred.Server.Galleries;

namespace Kindred.Server.Images;

/// <summary>A picture of the gallery, as the API shows it, without the place of its file.</summary>
internal record ImageDocument
{
    private const int VersionDigits = 12;

    [JsonConstructor]
    public ImageDocument()
    {
    }

    [SetsRequiredMembers]
    public ImageDocument(Image image, GalleryLease lease)
    {
        Attributes = lease.AttributesOf(image);
        OwnId = Attributes.OwnId;
        Id = image.Id.Value;
        Path = image.Path;
        Label = image.Label;
        Width = image.Width;
        Height = image.Height;
        Bytes = image.Bytes;
        Thumbnail = ThumbnailOf(image);
        File = $"/api/images/{image.Id.Value}/file";
    }

    /// <summary>Its number in the library.</summary>
    public required long Id { get; init; }

    /// <summary>Its path in the gallery, with slashes.</summary>
    public required string Path { get; init; }

    /// <summary>What the gallery's own order calls it; null where that says nothing.</summary>
    public required string? Label { get; init; }

    /// <summary>In pixels, as it is shown.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels, as it is shown.</summary>
    public required int Height { get; init; }

    /// <summary>Size of its file.</summary>
    public required long Bytes { get; init; }

    /// <summary>The shop's own id of what it shows, if it has one.</summary>
    public required string? OwnId { get; init; }

    /// <summary>What the shop says of it, by the names of attributes.</summary>
    public required ImageAttributes Attributes { get; init; }

    /// <summary>Where its thumbnail is; the size may be appended.</summary>
    public required string Thumbnail { get; init; }

    /// <summary>Where its file is.</summary>
    public required string File { get; init; }

    /// <summary>The same for several pictures.</summary>
    public static IReadOnlyList<ImageDocument> Of(IReadOnlyList<Image> images, GalleryLease lease) =>
        [.. images.Select(image => new ImageDocument(image, lease))];

    /// <summary>The address of a picture's thumbnail. It names the content, so that caches may keep the answer for good.</summary>
    public static string ThumbnailOf(Image image) => $"/api/images/{image.Id.Value}/thumbnail?v={Version(image)}";

    /// <summary>The part of an address that changes with the picture's content.</summary>
    public static string Version(Image image) => image.Content.ToString()[..VersionDigits];
}
