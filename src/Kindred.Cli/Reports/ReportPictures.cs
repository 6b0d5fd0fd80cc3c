using Kindred.Cli.Sheets;
using Kindred.Images;
using SkiaSharp;

namespace Kindred.Cli.Reports;

/// <summary>
/// A report's thumbnails. They are named by their content, so that names of the gallery's files, whatever is in them, stay out of links.
/// </summary>
internal sealed class ReportPictures
{
    /// <summary>Pixels of the longer side: two for each of the page's, where pictures are largest.</summary>
    private const int Size = 360;

    private const int Quality = 82;

    private readonly Dictionary<ContentHash, (string File, int Width, int Height)> _thumbnails = [];

    private ReportPictures()
    {
    }

    /// <summary>Writes thumbnails of images; those whose files are gone stay without.</summary>
    public static async Task<ReportPictures> WriteAsync(
        ReportFolder folder, IEnumerable<Image> images, ThumbnailReader thumbnails, IProgress<StepProgress> progress,
        CancellationToken cancellationToken)
    {
        var pictures = new ReportPictures();
        Image[] distinct = [.. images.DistinctBy(image => image.Content)];
        var done = 0;
        await Parallel.ForEachAsync(distinct, cancellationToken, async (image, stop) =>
        {
            if (await thumbnails.ReadAsync(image, Size, stop) is { } picture)
            {
                var file = $"picture-{image.Content.ToString()[..16]}.jpg";
                await folder.WriteAsync(file, Encode(picture), stop);
                lock (pictures)
                    pictures._thumbnails[image.Content] = (file, picture.Width, picture.Height);
            }

            progress.Report(new StepProgress(Interlocked.Increment(ref done), distinct.Length, Failed: 0));
        });
        return pictures;
    }

    /// <summary>Shows a thumbnail, or that the file is missing.</summary>
    public void Show(HtmlWriter html, Image image)
    {
        using var _ = html.Open("span", ("class", "picture"));
        if (_thumbnails.TryGetValue(image.Content, out var thumbnail))
        {
            html.Void(
                "img", ("src", thumbnail.File), ("width", $"{thumbnail.Width}"), ("height", $"{thumbnail.Height}"),
                ("alt", image.Label is null ? image.Path : $"{image.Label}: {image.Path}"));
        }
        else
        {
            html.Element("span", "file missing", ("class", "missing"));
        }
    }

    private static byte[] Encode(SheetPicture picture)
    {
        using var image = picture.ToImage();
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }
}
