using Kindred.Images;

namespace Kindred.Copies;

/// <summary>Lists a gallery's groups of copies.</summary>
internal static class Duplicates
{
    /// <summary>All groups with more than one image, in the order of the images that are kept.</summary>
    public static IReadOnlyList<DuplicateGroup> List(IReadOnlyList<Image> images, CopyGroups groups)
    {
        var similarities = new Dictionary<ContentHash, float>();
        foreach (var (content, other, similarity) in groups.Pairs)
        {
            similarities[content] = Math.Max(similarity, similarities.GetValueOrDefault(content));
            similarities[other] = Math.Max(similarity, similarities.GetValueOrDefault(other));
        }

        return
        [
            .. images.Index()
                .GroupBy(entry => groups.ByPosition[entry.Index], entry => entry.Item)
                .Where(group => group.Skip(1).Any())
                .Select(group => Describe([.. group.OrderByDescending(Pixels).ThenByDescending(image => image.Bytes).ThenBy(image => image.Path, StringComparer.Ordinal)], similarities))
                .OrderBy(group => group.Images[0].Image.Path, StringComparer.Ordinal).ThenBy(group => group.Images[0].Image.Folder, StringComparer.Ordinal),
        ];
    }

    private static long Pixels(Image image) => (long)image.Width * image.Height;

    private static DuplicateGroup Describe(Image[] images, Dictionary<ContentHash, float> similarities)
    {
        var keep = images[0];
        var next = images[1];
        var reason = Pixels(keep) > Pixels(next) ? KeepReason.Resolution : keep.Bytes > next.Bytes ? KeepReason.Size : KeepReason.Name;
        return new DuplicateGroup(
            [
                .. images.Select((image, i) => i == 0
                    ? new DuplicateImage(image, CopyRelation.Keep, 1)
                    : image.Content == keep.Content
                        ? new DuplicateImage(image, CopyRelation.Identical, 1)
                        : new DuplicateImage(image, CopyRelation.NearDuplicate, similarities.GetValueOrDefault(image.Content))),
            ],
            reason);
    }
}
