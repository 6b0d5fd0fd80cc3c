using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Output;
using Kindred.NearDuplicates;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred duplicates</c>.</summary>
internal static class DuplicatesCommand
{
    public static Command Create()
    {
        var command = new Command(
            "duplicates",
            "Lists pictures that show the same photograph, the same file or changed "
                + "(saved again, resized, cropped, mirrored, turned, relit, framed), "
            + "and which to keep: the one with the most pixels, then the largest file, then the first by name. "
            + "Then, apart from those, pictures of one thing in several colors. Changes nothing.");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var library = await LibraryLocation.OpenAsync(parsed, model: null, cancellationToken);
        using var gallery = await library.OpenGalleryAsync(parsed, cancellationToken);
        var groups = gallery.Duplicates();
        var redundant = groups.Sum(group => group.Images.Count - 1);
        var output = SharedOptions.Output(parsed);
        output.Line(groups.Count == 0
            ? $"No two of the {Plural.Of(gallery.Images.Count, "picture")} show the same photograph."
            : $"{redundant + groups.Count:N0} of {Plural.Of(gallery.Images.Count, "picture")} show the same photograph as another, "
                + $"in {Counted(groups.Count, "group")}; "
                + (groups.All(group => group.IsIdentical)
                    ? $"without {redundant:N0} nothing would be lost."
                    : $"{redundant:N0} {(redundant == 1 ? "differs" : "differ")} from one to keep in size, crop, frame or light alone."));
        foreach (var group in groups)
        {
            output.Line();
            var names = new ShownNames(group.Images.Select(image => image.Image));
            var width = group.Images.Max(image => names.Of(image.Image).Length);
            foreach (var image in group.Images)
                output.Line($"{Say(image, group.Reason),-22}  {names.Of(image.Image).PadRight(width)}  "
                    + $"{image.Image.Width} × {image.Image.Height}, {Size(image.Image.Bytes)}");
        }

        var variants = gallery.Variants();
        WriteVariants(output, variants);
        output.Document(
            new DuplicatesDocument(
                gallery.Images.Count, redundant,
                [
                    .. groups.Select(group => new DuplicateGroupEntry(
                        group.IsIdentical ? "identical" : "near-duplicate", group.Images[0].Image.Path, Name(group.Reason),
                        [.. group.Images.Select(Entry)])),
                ],
                [.. variants.Select(group => BehindLines.Entries(group.Images))]),
            CliJson.Readable.DuplicatesDocument);
        return ExitCode.Done;
    }

    private static void WriteVariants(CommandOutput output, IReadOnlyList<VariantGroup> groups)
    {
        if (groups.Count == 0)
            return;
        output.Line();
        output.Line($"{Counted(groups.Sum(group => group.Images.Count), "picture")} show {Counted(groups.Count, "thing")} "
            + "in several colors. They are not duplicates.");
        foreach (var group in groups)
        {
            output.Line();
            var names = new ShownNames(group.Images);
            for (var i = 0; i < group.Images.Count; i++)
                output.Line($"{(i == 0 ? $"same, {group.Images.Count:N0} colors" : ""),-22}  {names.Of(group.Images[i])}");
        }
    }

    private static string Say(NearDuplicateImage image, KeepReason reason) => image.Relation switch
    {
        NearDuplicateRelation.Keep => "keep, " + reason switch
        {
            KeepReason.Resolution => "most pixels",
            KeepReason.Size => "largest file",
            _ => "first by name",
        },
        NearDuplicateRelation.Identical => "  identical",
        _ => string.Create(CultureInfo.InvariantCulture, $"  near-duplicate {image.Similarity:0.00}"),
    };

    private static DuplicateEntry Entry(NearDuplicateImage image) => new(
        image.Image.Id.Value, image.Image.Path, image.Image.Label, image.Image.Width, image.Image.Height, image.Image.Bytes,
        image.Relation switch
        {
            NearDuplicateRelation.Keep => "keep",
            NearDuplicateRelation.Identical => "identical",
            _ => "near-duplicate",
        },
        Math.Round(image.Similarity, 4), image.Image.File);

    private static string Name(KeepReason reason) => reason.ToString().ToLowerInvariant();

    private static string Counted(int count, string what) => $"{count:N0} {what}{(count == 1 ? "" : "s")}";

    private static string Size(long bytes) => bytes < 1_000_000 ? $"{bytes / 1e3:N0} KB" : $"{bytes / 1e6:N1} MB";
}
