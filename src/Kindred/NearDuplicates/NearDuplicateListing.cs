using Kindred.Images;

namespace Kindred.NearDuplicates;

/// <summary>Lists a gallery's groups of near-duplicates.</summary>
internal static class NearDuplicateListing
{
    /// <summary>All groups with more than one image, in the order of the images that are kept.</summary>
    public static IReadOnlyList<NearDuplicateGroup> List(IReadOnlyList<Image> images, NearDuplicateGroups groups)
    {
        var similarities = new Dictionary<ContentHash, float>();
        foreach (var (content, other, similarity, _) in groups.Pairs)
        {
            similarities[content] = Math.Max(similarity, similarities.GetValueOrDefault(content));
            similarities[other] = Math.Max(similarity, similarities.GetValueOrDefault(other));
        }

        return
        [
            .. images.Index()
                .GroupBy(entry => groups.ByPosition[entry.Index], entry => entry.Item)
                .Where(group => group.Skip(1).Any())
                .Select(group => Describe(
                    [.. KeptFirst(group)],
                    similarities))
                .OrderBy(group => group.Images[0].Image.Path, StringComparer.Ordinal)
                .ThenBy(group => group.Images[0].Image.Folder, StringComparer.Ordinal),
        ];
    }

    /// <summary>Orders near-duplicates: the one to keep first.</summary>
    public static IOrderedEnumerable<Image> KeptFirst(IEnumerable<Image> images) => images
        .OrderByDescending(Pixels)
        .ThenByDescending(image => image.Bytes)
        .ThenBy(image => image.Path, StringComparer.Ordinal);

    private static long Pixels(Image image) => (long)image.Width * image.Height;

    private static NearDuplicateGroup Describe(Image[] images, Dictionary<ContentHash, float> similarities)
    {
        var keep = images[0];
        var next = images[1];
        var reason = Pixels(keep) > Pixels(next) ? KeepReason.Resolution : keep.Bytes > next.Bytes ? KeepReason.Size : KeepReason.Name;
        return new NearDuplicateGroup(
            [
                .. images.Select((image, i) => i == 0
                    ? new NearDuplicateImage(image, NearDuplicateRelation.Keep, 1)
                    : image.Content == keep.Content
                        ? new NearDuplicateImage(image, NearDuplicateRelation.Identical, 1)
                        : new NearDuplicateImage(
                            image, NearDuplicateRelation.NearDuplicate, similarities.GetValueOrDefault(image.Content))),
            ],
            reason);
    }
}
