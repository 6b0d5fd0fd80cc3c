using System.CommandLine;
using Kindred.Libraries;
using Kindred.Storage.Sqlite;
using Kindred.Vision;

namespace Kindred.Cli;

/// <summary>Finds the library a command is about, and puts it together from its parts.</summary>
internal static class LibraryLocation
{
    /// <summary>Opens a library that exists.</summary>
    /// <exception cref="KindredException">There is none; the message says how to make one.</exception>
    public static Task<Library> OpenAsync(ParseResult parsed, string? model, CancellationToken cancellationToken)
    {
        var directory = Named(parsed) ?? Nearest() ?? throw new KindredException(
            "There is no library here or in a folder above; make one with: kindred index FOLDER, or name one with --library DIR.");
        return ComposeAsync(SqliteLibraryStore.Open(directory), model, cancellationToken);
    }

    /// <summary>
    /// Opens a library, and makes it where there is none: in the folder named, else in <c>.kindred</c> here. Nothing is made for a gallery
    /// folder that is not there, or with a model that cannot be loaded.
    /// </summary>
    public static async Task<Library> OpenOrCreateAsync(
        ParseResult parsed, string folder, string? model, CancellationToken cancellationToken)
    {
        var directory = Named(parsed) ?? Nearest() ?? LocalLibrary.FolderName;
        if (File.Exists(Path.Combine(directory, SqliteLibraryStore.FileName)))
            return await ComposeAsync(SqliteLibraryStore.Open(directory), model, cancellationToken);

        LocalLibrary.EnsureFolder(folder);
        var embedder = OnnxEmbedder.Load(model);
        try
        {
            return new Library(SqliteLibraryStore.OpenOrCreate(directory), () => embedder);
        }
        catch
        {
            embedder.Dispose();
            throw;
        }
    }

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
            var library = Path.Combine(folder.FullName, LocalLibrary.FolderName);
            if (File.Exists(Path.Combine(library, SqliteLibraryStore.FileName)))
                return library;
        }

        return null;
    }

    private static async Task<Library> ComposeAsync(SqliteLibraryStore store, string? model, CancellationToken cancellationToken)
    {
        try
        {
            return await LocalLibrary.ComposeAsync(store, new() { Model = model }, cancellationToken);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
