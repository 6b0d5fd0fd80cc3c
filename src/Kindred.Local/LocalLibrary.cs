using Kindred.Embeddings;
using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Vision;
using Kindred.Vision.Generators;
using Kindred.Vision.Models;
using Kindred.Vision.Words;

namespace Kindred.Libraries;

/// <summary>Libraries on this machine: one SQLite file, and a network that ONNX Runtime runs.</summary>
public static class LocalLibrary
{
    /// <summary>The folder beside the pictures that a library is kept in.</summary>
    internal const string FolderName = ".kindred";

    extension(Library)
    {
        /// <summary>
        /// Opens the library of a gallery: the one that is kept in the folder's <c>.kindred</c>. Makes an empty one where there is none.
        /// The network is loaded when the first picture has to be embedded.
        /// </summary>
        /// <param name="folder">The gallery folder; it must be there.</param>
        /// <param name="options">What to embed with; the default is a network of Kindred's.</param>
        /// <param name="cancellationToken">Stops early.</param>
        /// <returns>The library. Dispose it when done.</returns>
        /// <exception cref="KindredException">
        /// The folder is not there, the library cannot be read or made, or the generator does not say what it is.
        /// </exception>
        public static async Task<Library> OpenAsync(
            string folder, LocalLibraryOptions? options = null, CancellationToken cancellationToken = default)
        {
            ArgumentException.ThrowIfNullOrEmpty(folder);
            EnsureFolder(folder);
            var store = SqliteLibraryStore.OpenOrCreate(Path.Combine(folder, FolderName));
            try
            {
                return await ComposeAsync(store, options ?? new LocalLibraryOptions(), cancellationToken);
            }
            catch
            {
                await store.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Makes a library of a store and the model that its pictures are embedded with.</summary>
    internal static async Task<Library> ComposeAsync(ILibraryStore store, LocalLibraryOptions options, CancellationToken cancellationToken)
    {
        if (options.Generator is { } generator)
        {
            var embedder = await GeneratorImageEmbedder.CreateAsync(generator, options.GeneratorOptions, cancellationToken);
            return new Library(store, () => embedder, options.Time, Words(options), options.Pictures);
        }

        var settings = await store.ReadSettingsAsync(cancellationToken);
        return new Library(store, () => LoadEmbedder(options.Model, settings), options.Time, Words(options), options.Pictures);
    }

    /// <summary>Makes sure that a gallery folder is there.</summary>
    /// <exception cref="KindredException">It is not.</exception>
    internal static void EnsureFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        throw new KindredException(
            Fault.NoSuchFolder,
            File.Exists(folder)
                ? $"{folder} is a file; name the folder it is in."
                : $"There is no folder {folder}; check the name.")
        {
            Subject = folder,
        };
    }

    private static IWordsEmbedder Words(LocalLibraryOptions options) => options.WordsGenerator is { } generator
        ? new GeneratorWords(generator, options.LeaveWordsOpen)
        : new ModelWords(options.Model);

    private static OnnxEmbedder LoadEmbedder(string? model, LibrarySettings? settings)
    {
        if (model is null && settings is not null && !ModelCatalog.Default.Knows(settings.Stamp.Model))
        {
            throw new KindredException(Fault.ModelNotNamed, $"The library was made with {settings.Stamp}, which is not in the catalog.")
            {
                Subject = settings.Stamp.Model,
            };
        }

        return OnnxEmbedder.Load(model ?? settings?.Stamp.Model);
    }
}
