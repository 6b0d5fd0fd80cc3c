using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kindred.Cli.Output;

/// <summary>The documents <c>--json</c> writes: camel case, indented, names in any script as they are.</summary>
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(SampleDocument))]
[JsonSerializable(typeof(JoinDocument))]
[JsonSerializable(typeof(BackupDocument))]
[JsonSerializable(typeof(CopyLibraryDocument))]
[JsonSerializable(typeof(LibraryCheckDocument))]
[JsonSerializable(typeof(IndexDocument))]
[JsonSerializable(typeof(SimilarListDocument))]
[JsonSerializable(typeof(SearchListDocument))]
[JsonSerializable(typeof(RecommendDocument))]
[JsonSerializable(typeof(NeighborsDocument))]
[JsonSerializable(typeof(DuplicatesDocument))]
[JsonSerializable(typeof(EvaluateDocument))]
[JsonSerializable(typeof(LibraryStatusDocument))]
[JsonSerializable(typeof(ModelsDocument))]
[JsonSerializable(typeof(ModelDocument))]
[JsonSerializable(typeof(PullDocument))]
[JsonSerializable(typeof(PullsDocument))]
[JsonSerializable(typeof(RangesDocument))]
[JsonSerializable(typeof(CheckDocument))]
[JsonSerializable(typeof(ChooseDocument))]
[JsonSerializable(typeof(ForgetDocument))]
[JsonSerializable(typeof(HistoryDocument))]
[JsonSerializable(typeof(TastesDocument))]
[JsonSerializable(typeof(UsersDocument))]
[JsonSerializable(typeof(ExportDocument))]
[JsonSerializable(typeof(ImportDocument))]
[JsonSerializable(typeof(ExportAllDocument))]
[JsonSerializable(typeof(ImportAllDocument))]
[JsonSerializable(typeof(ServeDocument))]
[JsonSerializable(typeof(ConfigDocument))]
[JsonSerializable(typeof(AttributesDocument))]
[JsonSerializable(typeof(ImportAttributesDocument))]
[JsonSerializable(typeof(PictureAttributesDocument))]
[JsonSerializable(typeof(FoundByAttributesDocument))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>The context to use.</summary>
    public static CliJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
