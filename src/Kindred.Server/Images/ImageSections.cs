using System.Globalization;
using Kindred.Images;

namespace Kindred.Server.Images;

/// <summary>Where one can jump to in a list of pictures: its labels, its first letters or its months, as the order has them.</summary>
internal static class ImageSections
{
    /// <summary>More places than this are no help: then there are coarser ones, or none.</summary>
    private const int Most = 1000;

    /// <summary>The places of a list, in its order; none where the order has no names for places.</summary>
    public static IReadOnlyList<SectionDocument> Of(IReadOnlyList<Image> images, ImageSort sort) => sort switch
    {
        ImageSort.Path or ImageSort.Name => FirstThatHelps(images, image => image.Label, FirstLetter),
        ImageSort.Newest or ImageSort.Oldest => FirstThatHelps(images, Month, Day, Year),
        _ => [],
    };

    private static List<SectionDocument> FirstThatHelps(IReadOnlyList<Image> images, params Func<Image, string?>[] names) =>
        names.Select(name => Runs(images, name)).FirstOrDefault(sections => sections.Count is > 1 and <= Most) ?? [];

    private static List<SectionDocument> Runs(IReadOnlyList<Image> images, Func<Image, string?> nameOf)
    {
        var sections = new List<SectionDocument>();
        var start = 0;
        for (var position = 1; position <= images.Count && sections.Count <= Most; position++)
        {
            if (position < images.Count && nameOf(images[position]) == nameOf(images[start]))
                continue;
            sections.Add(new SectionDocument(nameOf(images[start]), start, position - start));
            start = position;
        }

        return sections;
    }

    private static string FirstLetter(Image image)
    {
        var start = image.Path.LastIndexOf('/') + 1;
        return StringInfo.GetNextTextElement(image.Path, start).ToUpperInvariant();
    }

    private static string Day(Image image) => image.Modified.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Month(Image image) => image.Modified.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Year(Image image) => image.Modified.ToString("yyyy", CultureInfo.InvariantCulture);
}
