using Kindred.Images;

namespace Kindred.Attributes.Records;

/// <summary>Finds the pictures that records are about.</summary>
/// <param name="ByPicture">
/// By what a picture is called, or by the SHA-256 of its file, which several images may show; empty where the library has none.
/// </param>
/// <param name="ByOwnId">By own id; empty where no picture has it.</param>
internal sealed record RecordTargets(Func<string, IReadOnlyList<ImageId>> ByPicture, Func<string, IReadOnlyList<ImageId>> ByOwnId)
{
    /// <summary>Finds pictures by names.</summary>
    public static Func<string, IReadOnlyList<ImageId>> Named(ImageNames names) => picture =>
        ContentHash.TryParse(picture, out var content) ? [.. names.FindAllByContent(content).Select(image => image.Id)]
        : names.Find(picture) is { } image ? [image.Id]
        : [];
}
