using System.CommandLine;
using System.Runtime.CompilerServices;
using Kindred.Images.Sources;
using Kindred.Libraries;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Vision;
using Kindred.Vision.Words;

namespace Kindred.Cli;

/// <summary>Finds the library a command is about, and puts it together from its parts.</summary>
internal static class LibraryLocation
{
    private const string Variable = "KINDRED_LIBRARY";

    private static readonly ConditionalWeakTable<ParseResult, ILibraryStore> Opened = [];

    /// <summary>Opens a library that exists.</summary>
    /// <exception cref="KindredException">There is none; the message says how to make one.</exception>
    public static Task<Library> OpenAsync(ParseResult parsed, string? model, CancellationToken cancellationToken)
    {
        Tell(parsed);
        var library = Named(parsed) ?? Nearest() ?? throw NoLibrary();
        return ComposeAsync(parsed, LibraryStores.Open(library), model, cancellationToken);
    }

    /// <summary>
    /// Opens a library, and makes it where there is none: where it is named, else in <c>.kindred</c> here. Nothing is made for a gallery
    /// folder that is not there, or with a model that cannot be loaded.
    /// </summary>
    public static async Task<Library> OpenOrCreateAsync(
        ParseResult parsed, string folder, string? model, CancellationToken cancellationToken)
    {
        Tell(parsed);
        var library = Name(parsed);
        if (LibraryStores.TryOpen(library) is { } store)
            return await ComposeAsync(parsed, store, model, cancellationToken);

        var pictures = RemotePictures.Sources();
        OnnxEmbedder? embedder = null;
        try
        {
            await EnsureFolderAsync(folder, pictures, cancellationToken);
            embedder = OnnxEmbedder.Load(model);
            return new Library(
                LibraryStores.OpenOrCreate(library), () => embedder, words: new ModelWords(model), pictures: pictures);
        }
        catch
        {
            pictures.Dispose();
            embedder?.Dispose();
            throw;
        }
    }

    /// <summary>Opens what a library that exists is kept in, without what embeds and searches.</summary>
    /// <exception cref="KindredException">There is none; the message says how to make one.</exception>
    public static ILibraryStore OpenStore(ParseResult parsed)
    {
        Tell(parsed);
        return LibraryStores.Open(Named(parsed) ?? Nearest() ?? throw NoLibrary());
    }

    /// <summary>The damage that a command has met in the library that it opened.</summary>
    public static StoreDamage DamageMet(ParseResult parsed) => Opened.TryGetValue(parsed, out var store) ? store.Damage : default;

    /// <summary>The library's folder, whether or not it is there, or the address of its database.</summary>
    public static string Name(ParseResult parsed) => Named(parsed) ?? Nearest() ?? LocalLibrary.FolderName;

    /// <summary>What named it; <see langword="null"/> where nothing did, and it is the nearest one or would be made here.</summary>
    public static string? Source(ParseResult parsed) =>
        Named(parsed) is null ? null : parsed.GetValue(SharedOptions.Library) is { Length: > 0 } ? SharedOptions.Library.Name : Variable;

    private static void Tell(ParseResult parsed)
    {
        if (parsed.GetValue(SharedOptions.Verbose))
        {
            var why = Source(parsed) is { } source ? $"from {source}" : "the nearest one";
            parsed.InvocationConfiguration.Error.WriteLine($"kindred: the library {LibraryStores.FullName(Name(parsed))}, {why}");
        }
    }

    private static string? Named(ParseResult parsed)
    {
        var named = parsed.GetValue(SharedOptions.Library);
        if (string.IsNullOrEmpty(named))
            named = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(named) ? null : named;
    }

    private static string? Nearest()
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            var library = Path.Combine(folder.FullName, LocalLibrary.FolderName);
            if (SqliteLibraryStore.IsIn(library))
                return library;
        }

        return null;
    }

    private static async Task EnsureFolderAsync(string folder, PictureSources pictures, CancellationToken cancellationToken)
    {
        if (!FolderName.IsAddress(folder))
            LocalLibrary.EnsureFolder(folder);
        else if (!await pictures.HasAsync(pictures.Normalize(folder), cancellationToken))
            throw new KindredException(Fault.NoSuchFolder, $"There is nothing at {folder}; check the address.") { Subject = folder };
    }

    private static KindredException NoLibrary() => new(
        "There is no library here or in a folder above; make one with: kindred index FOLDER, or name one with --library DIR.");

    private static async Task<Library> ComposeAsync(
        ParseResult parsed, ILibraryStore store, string? model, CancellationToken cancellationToken)
    {
        Opened.AddOrUpdate(parsed, store);
        try
        {
            return await LocalLibrary.ComposeAsync(store, new() { Model = model, Pictures = RemotePictures.Sources() }, cancellationToken);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
