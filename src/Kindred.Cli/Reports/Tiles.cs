using Kindred.Images;

namespace Kindred.Cli.Reports;

/// <summary>Rows of pictures, those that are right marked by a tick, the others by a cross and a dashed frame.</summary>
internal static class Tiles
{
    /// <summary>Results, best first.</summary>
    /// <param name="page">The page.</param>
    /// <param name="images">The pictures.</param>
    /// <param name="isRight">Which of them are right.</param>
    public static void Results(ReportPage page, IReadOnlyList<Image> images, Func<Image, bool> isRight)
    {
        using var list = page.Html.Open("ol", ("class", "tiles"));
        foreach (var (position, image) in images.Index())
        {
            var right = isRight(image);
            using var item = page.Html.Open("li", ("class", right ? "tile right" : "tile wrong"));
            page.Pictures.Show(page.Html, image);
            using (page.Html.Open("span", ("class", "what")))
            {
                page.Html.Element("span", $"{position + 1}", ("class", "rank"));
                page.Html.Element("bdi", image.Label ?? "no label");
                using var mark = page.Html.Open("span", ("class", "mark"));
                page.Html.Text(right ? "✓" : "✗");
                page.Html.Element("span", right ? " right" : " wrong", ("class", "hidden"));
            }

            Name(page, image);
        }
    }

    /// <summary>Pictures that were chosen.</summary>
    public static void Chosen(ReportPage page, IReadOnlyList<Image> images)
    {
        using var list = page.Html.Open("ul", ("class", "tiles likes"));
        foreach (var image in images)
        {
            using var item = page.Html.Open("li", ("class", "tile"));
            Labelled(page, image);
        }
    }

    /// <summary>The picture that was asked about.</summary>
    public static void Asked(ReportPage page, Image image)
    {
        using var tile = page.Html.Open("div", ("class", "tile asked"));
        Labelled(page, image);
    }

    private static void Labelled(ReportPage page, Image image)
    {
        page.Pictures.Show(page.Html, image);
        using (page.Html.Open("span", ("class", "what")))
            page.Html.Element("bdi", image.Label ?? "no label");
        Name(page, image);
    }

    private static void Name(ReportPage page, Image image) =>
        page.Html.Element("bdi", Path.GetFileName(image.Path), ("class", "name"), ("title", image.Path));
}
