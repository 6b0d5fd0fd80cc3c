using System.Globalization;
using Kindred.Attributes.Records;
using Kindred.Cli.Tables;
using Kindred.Images.Sources;
using Kindred.Libraries;

namespace Kindred.Cli.Attributes;

/// <summary>
/// The file beside a gallery's pictures that says what a shop knows of them: <c>kindred.csv</c>, <c>.tsv</c>, <c>.jsonl</c> or
/// <c>.parquet</c> in the folder itself, if that is on this machine. It is taken whenever it has changed; where only pictures have
/// come, it is taken for those.
/// </summary>
internal static class FolderAttributes
{
    private const string Name = "kindred";

    private static readonly string[] Ends = [".csv", ".tsv", ".jsonl", ".ndjson", ".parquet"];

    /// <summary>Takes a folder's file.</summary>
    /// <param name="library">The library, which has just been brought up to date with the folder.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="hasNewPictures">Whether pictures have come.</param>
    /// <param name="cancellationToken">Stops; then nothing is taken.</param>
    /// <returns>The file and what it changed; <see langword="null"/> where there is none, or nothing is new.</returns>
    /// <exception cref="KindredException">It is broken, or there are several.</exception>
    public static async Task<(string Path, AttributeImportReport Report)?> TakeAsync(
        Library library, string folder, bool hasNewPictures, CancellationToken cancellationToken)
    {
        if (FolderName.IsAddress(folder) || Find(folder) is not { } file)
            return null;
        var mark = string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}");
        var isTaken = await library.HasTakenAsync(file.FullName, mark, cancellationToken);
        if (isTaken && !hasNewPictures)
            return null;
        var report = await TableImport.RunAsync(file.FullName, () => library.Attributes.ImportAsync(
            () => TableFile.ReadAsync(file.FullName, new AttributeTableReader(), progress: null, cancellationToken), targets: null,
            skipsUnknown: true, replaces: false, cancellationToken, onlyNew: isTaken));
        await library.NoteTakenAsync(file.FullName, mark, cancellationToken);
        return (file.FullName, isTaken ? report with { Unknown = [], Skipped = 0 } : report);
    }

    private static FileInfo? Find(string folder)
    {
        FileInfo[] files =
        [
            .. Ends.Select(end => new FileInfo(Path.Combine(Path.GetFullPath(folder), Name + end))).Where(file => file.Exists),
        ];
        return files.Length <= 1 ? files.FirstOrDefault() : throw new KindredException(
            $"{folder} has both {files[0].Name} and {files[1].Name}; keep one of them.");
    }
}
