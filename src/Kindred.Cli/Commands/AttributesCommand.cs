using System.CommandLine;
using System.Diagnostics;
using Kindred.Attributes;
using Kindred.Cli.Attributes;
using Kindred.Cli.Output;
using Kindred.Cli.Tables;
using Kindred.Libraries;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred attributes [IMAGE]</c>, with <c>--import FILE</c> and <c>--export FILE</c>.</summary>
internal static class AttributesCommand
{
    private static readonly Argument<string?> Picture = new("IMAGE")
    {
        Description = "Shows what is known about this picture: a name in the library, or its own id as id:SKU. "
            + "Default: lists the attributes there are.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Import = new("--import")
    {
        Description = "Import own ids and attributes from CSV, JSON lines or Parquet: all, or none if a line is broken. The columns are "
            + "picture (path or SHA-256), id (the own id, which several pictures may share), and any others as attributes. A row without a "
            + "picture applies to all pictures with its id. An empty field removes the value that the picture has.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Export = new("--export")
    {
        Description = "Write ids and attributes to CSV, JSON lines or Parquet, which --import reads in any library.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> SkipUnknown = new("--skip-unknown")
    {
        Description = "Import: skip rows about pictures that the library does not have.",
    };

    private static readonly Option<bool> Replace = new("--replace")
    {
        Description = "Import: first forget the ids and attributes of all pictures.",
    };

    private static readonly Option<AttributeFilter?> Where = SharedOptions.Where();

    public static Command Create()
    {
        foreach (var option in new[] { Import, Export })
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens is [var token, ..] && TableFormats.Of(token.Value) is null)
                    result.AddError($"{token.Value} must end in {TableFormats.Ends}");
            });
        }

        var command = new Command(
            "attributes",
            "Shows, imports and exports what a shop says about its pictures: own ids and attributes such as price and stock.")
        {
            Picture, Where, Import, Export, SkipUnknown, Replace,
        };
        command.Validators.Add(result =>
        {
            bool Has(Option option) => result.GetResult(option) is { Implicit: false };
            Option[] modes = [Import, Export, Where];
            if (modes.Count(Has) + (result.GetValue(Picture) is null ? 0 : 1) > 1)
                result.AddError("Give only one of IMAGE, --where, --import and --export");
            else if (!Has(Import) && (Has(SkipUnknown) || Has(Replace)))
                result.AddError("--skip-unknown and --replace need --import");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var library = await LibraryLocation.OpenAsync(parsed, model: null, cancellationToken);
        var output = SharedOptions.Output(parsed);
        if (parsed.GetValue(Import) is { } source)
            await ImportAsync(library, source, parsed, output, cancellationToken);
        else if (parsed.GetValue(Export) is { } destination)
            await ExportAsync(library, destination, parsed, output, cancellationToken);
        else if (parsed.GetValue(Picture) is { } name)
            await ShowAsync(library, name, parsed, output, cancellationToken);
        else if (parsed.GetValue(Where) is { } where)
            await FindAsync(library, where, parsed, output, cancellationToken);
        else
            await ListAsync(library, output, cancellationToken);
        return ExitCode.Done;
    }

    private static async Task ImportAsync(
        Library library, string path, ParseResult parsed, CommandOutput output, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var report = await new ProgressDisplay("rows", parsed.InvocationConfiguration.Error).RunAsync(
            "Importing", progress => AttributeImport.RunAsync(
                library, path, parsed.GetValue(SkipUnknown), parsed.GetValue(Replace), progress, cancellationToken));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        output.Line($"Imported {path}: {AttributeImport.Say(report)}");
        output.Document(AttributeImport.ToDocument(path, report, seconds), CliJson.Readable.ImportAttributesDocument);
    }

    private static async Task ExportAsync(
        Library library, string path, ParseResult parsed, CommandOutput output, CancellationToken cancellationToken)
    {
        using var gallery = await library.OpenGalleryAsync(parsed, cancellationToken);
        var count = await AttributeExport.RunAsync(path, gallery, cancellationToken);
        output.Line($"{count:N0} {(count == 1 ? "picture" : "pictures")} in {path}");
        output.Document(new ExportAllDocument(path, count), CliJson.Readable.ExportAllDocument);
    }

    private static async Task ShowAsync(
        Library library, string name, ParseResult parsed, CommandOutput output, CancellationToken cancellationToken)
    {
        using var gallery = await library.OpenGalleryAsync(parsed, cancellationToken);
        var image = gallery.Find(name)
            ?? throw new KindredException(Fault.NotInLibrary, $"The library has no picture {name}.") { Subject = name };
        var known = gallery.AttributesOf(image);
        output.Line($"{image.Path}{(known.OwnId is null ? "" : $"  id {known.OwnId}")}");
        foreach (var (attribute, value) in known.Values)
            output.Line($"  {attribute}  {value}");
        output.Document(
            new PictureAttributesDocument(image.Path, known.OwnId, known), CliJson.Readable.PictureAttributesDocument);
    }

    private static async Task FindAsync(
        Library library, AttributeFilter where, ParseResult parsed, CommandOutput output, CancellationToken cancellationToken)
    {
        using var gallery = await library.OpenGalleryAsync(parsed, cancellationToken);
        var found = gallery.Where(where);
        foreach (var image in found)
            output.Line($"{image.Path}{(gallery.AttributesOf(image).OwnId is { } id ? $"  {id}" : "")}");
        if (found.Count == 0)
            output.Line("No picture matches.");
        output.Document(
            new FoundByAttributesDocument(
                where.ToString(), [.. found.Select(image => new FoundPictureEntry(image.Path, gallery.AttributesOf(image).OwnId))]),
            CliJson.Readable.FoundByAttributesDocument);
    }

    private static async Task ListAsync(Library library, CommandOutput output, CancellationToken cancellationToken)
    {
        var schema = await library.Attributes.ReadSchemaAsync(cancellationToken);
        if (schema.Definitions.Count == 0)
            output.Line("The library has no attributes yet; import some with: kindred attributes --import FILE");
        var width = schema.Definitions.Select(definition => definition.Name.Length).DefaultIfEmpty().Max();
        foreach (var definition in schema.Definitions)
            output.Line($"{definition.Name.PadRight(width)}  {AttributeTypes.NameOf(definition.Type)}");
        output.Document(
            new AttributesDocument(AttributeImport.Entries(schema.Definitions)), CliJson.Readable.AttributesDocument);
    }
}
