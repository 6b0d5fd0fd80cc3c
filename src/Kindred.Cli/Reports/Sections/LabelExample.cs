using Kindred.Evaluation.Labels;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.NearDuplicates;

namespace Kindred.Cli.Reports.Sections;

/// <summary>A picture and the five that come back for it.</summary>
/// <param name="Asked">The picture.</param>
/// <param name="Found">The five, nearest first.</param>
internal sealed record LabelExample(Image Asked, IReadOnlyList<Image> Found)
{
    private const int Results = 5;

    /// <summary>
    /// Pictures of a label that stand for it: neither its best served nor its worst, but a third and two thirds down the line.
    /// </summary>
    public static IReadOnlyList<LabelExample> Of(LabelPrecision label, Gallery gallery)
    {
        LabelExample[] byRight =
        [
            .. gallery.Images.Where(image => image.Label == label.Label)
                .Select(image => new LabelExample(image, Nearest(gallery, image)))
                .OrderByDescending(example => example.Found.Count(image => image.Label == label.Label)),
        ];
        return [.. ((int[])[byRight.Length / 3, byRight.Length * 2 / 3]).Distinct().Select(position => byRight[position])];
    }

    /// <summary>As the task judges them: each picture has a place of its own.</summary>
    private static Image[] Nearest(Gallery gallery, Image image) =>
        [
            .. gallery.Similar(gallery.Query(image), Results, new SimilarOptions { Variants = VariantPlaces.All })
                .Select(found => found.Image),
        ];
}

/// <summary>A label that is served well or badly, with pictures that stand for it.</summary>
/// <param name="How">How it is served, beside the others.</param>
/// <param name="Label">The label.</param>
/// <param name="Examples">The pictures.</param>
internal sealed record LabelExamples(string How, LabelPrecision Label, IReadOnlyList<LabelExample> Examples)
{
    /// <summary>The label that is served best, one in the middle, and the one that is served worst.</summary>
    public static IReadOnlyList<LabelExamples> Choose(LabelReport report, Gallery gallery)
    {
        var worstFirst = report.ByLabel;
        (string How, int Position)[] chosen =
        [
            ("Served best", worstFirst.Count - 1),
            ("In the middle", worstFirst.Count / 2),
            ("Served worst", 0),
        ];
        return
        [
            .. chosen.DistinctBy(entry => entry.Position)
                .Select(entry =>
                    new LabelExamples(entry.How, worstFirst[entry.Position], LabelExample.Of(worstFirst[entry.Position], gallery))),
        ];
    }
}
