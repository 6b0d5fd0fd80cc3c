using System.CommandLine;
using Kindred.Libraries;
using Kindred.Storage.Sqlite;
using Kindred.Vision;
using Kindred.Vision.Models;

namespace Kindred.Cli;

/// <summary>Finds the library a command is about, and puts it together from its parts.</summary>
internal static class LibraryLocation
{
    private const string FolderName = ".kindred";

    /// <summary>Opens a library that exists.</summary>
    /// <exception cref="KindredException">There is none; the message says how to make one.</exception>
    public static Task<Library> OpenAsync(ParseResult parsed, string? model, CancellationToken cancellationToken)
    {
        var directory = Named(parsed) ?? Nearest() ?? throw new KindredException(
            $"There is no library here or in a folder above; make one with: kindred index FOLDER, or name one with --library DIR.");
        return ComposeAsync(SqliteLibraryStore.Open(directory), model, cancellationToken);
    }

    /// <summary>Opens a library, and makes it where there is none: in the folder named, else in <c>.kindred</c> here.</summary>
    public static Task<Library> OpenOrCreateAsync(ParseResult parsed, string? model, CancellationToken cancellationToken) =>
        ComposeAsync(SqliteLibraryStore.OpenOrCreate(Named(parsed) ?? Nearest() ?? FolderName), model, cancellationToken);

    private static string? Named(ParseResult parsed)
    {
        var named = parsed.GetValue(SharedOptions.Library);
        if (string.IsNullOrEmpty(named))
            named = Environment.GetEnvironmentVariable("KINDRED_LIBRARY");
        return string.IsNullOrEmpty(named) ? null : named;
    }

    private static string? Nearest()
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            var library = Path.Combine(folder.FullName, FolderName);
            if (File.Exists(Path.Combine(library, SqliteLibraryStore.FileName)))
                return library;
        }

        return null;
    }

    private static async Task<Library> ComposeAsync(SqliteLibraryStore store, string? model, CancellationToken cancellationToken)
    {
        try
        {
            var settings = await store.ReadSettingsAsync(cancellationToken);
            return new Library(store, () => LoadEmbedder(model, settings));
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    private static OnnxEmbedder LoadEmbedder(string? model, LibrarySettings? settings)
    {
        if (model is null && settings is not null && ModelCatalog.Default.Models.All(known => known.Id != settings.Stamp.Model))
            throw new KindredException($"The library was made with {settings.Stamp}, which is not in the catalog; name its file with --model FILE.onnx.");

        return OnnxEmbedder.Load(model ?? settings?.Stamp.Model);
    }
}
