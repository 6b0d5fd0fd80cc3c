using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Output;
using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Vision.Decoding;
using Kindred.Vision.Models;
using Kindred.Vision.Models.EightBit;

namespace Kindred.Cli.Commands.Models;

/// <summary><c>kindred models ranges MODEL FOLDER</c>: what a model's recipe has to say to be computed with 8-bit numbers.</summary>
internal static class RangesVerb
{
    private const int RangesPerLine = 4;

    private static readonly Argument<string> Model = new("MODEL")
    {
        Description = "A model from 'kindred models list', or an .onnx file that has its recipe beside it.",
    };

    private static readonly Argument<string> Folder = new("FOLDER")
    {
        Description = "Pictures to look at, a hundred or more. 'kindred sample' drew those that the catalog's ranges are of.",
    };

    public static Command Create()
    {
        var command = new Command(
            "ranges", "Measures between what a model's feature maps lie, and prints what its recipe needs for 8-bit numbers.")
        {
            Model, Folder,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (model, folder) = (parsed.GetRequiredValue(Model), parsed.GetRequiredValue(Folder));
        if (ModelCatalog.Default.TryFindCombined(model) is { } combined)
        {
            throw new KindredException(
                $"{model} has several networks; measure one at a time: 'kindred models ranges {combined.Parts[0].Model} FOLDER'.");
        }

        if (!Directory.Exists(folder))
            throw new KindredException(Fault.NoSuchFolder, $"There is no folder {folder}; check the name.") { Subject = folder };
        var located = LocatedModel.Find(model);
        using var measure = new RangeMeasure(located.Recipe, located.Weights[0]);
        var display = new ProgressDisplay("pictures", parsed.InvocationConfiguration.Error);
        var (seen, failed) = await display.RunAsync(
            "Measuring",
            progress => Task.Run(() => Look(measure, located.Recipe.Input, folder, progress, cancellationToken), cancellationToken));
        if (seen == 0)
            throw new KindredException($"{folder} has no picture that can be read; name a folder with a hundred or more.");

        // Three digits say more than two bounds that other pictures would have moved.
        var ranges = measure.Ranges.ToDictionary(
            range => range.Key, range => (IReadOnlyList<float>)[Rounded(range.Value[0]), Rounded(range.Value[1])], StringComparer.Ordinal);
        var output = SharedOptions.Output(parsed);
        output.Line("\"eightBit\": {");
        output.Line("  \"ranges\": {");
        string[] lines =
        [
            .. ranges.Select(range => string.Create(CultureInfo.InvariantCulture, $"\"{range.Key}\": [{range.Value[0]}, {range.Value[1]}]"))
                .Chunk(RangesPerLine)
                .Select(line => $"    {string.Join(", ", line)}"),
        ];
        foreach (var (i, line) in lines.Index())
            output.Line(i < lines.Length - 1 ? $"{line}," : line);
        output.Line("  }");
        output.Line("}");
        output.Document(new RangesDocument(model, seen, failed, new EightBitDocument(ranges)), CliJson.Readable.RangesDocument);
        return ExitCode.Done;
    }

    private static float Rounded(float bound) =>
        float.Parse(bound.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static (int Seen, int Failed) Look(
        RangeMeasure measure, InputSpecification input, string folder, IProgress<StepProgress> progress,
        CancellationToken cancellationToken)
    {
        var decoder = new ImageDecoder();
        var pixels = new byte[input.Width * input.Height * 3];
        var files = FolderScan.Run(Path.GetFullPath(folder), cancellationToken: cancellationToken).Files;
        var failed = 0;
        for (var file = 0; file < files.Count; file++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.Report(new StepProgress(file, files.Count, failed));
            try
            {
                decoder.Decode(File.ReadAllBytes(Path.Combine(folder, files[file].Path)), input.Width, input.Height, pixels);
            }
            catch (Exception exception) when (exception is UnreadableImageException or IOException or UnauthorizedAccessException)
            {
                failed++;
                continue;
            }

            measure.See(pixels);
        }

        return (files.Count - failed, failed);
    }
}
