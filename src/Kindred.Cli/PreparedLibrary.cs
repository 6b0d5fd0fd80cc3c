using System.CommandLine;
using Kindred.Cli.Output;
using Kindred.Galleries;
using Kindred.Libraries;
using Kindred.NearDuplicates;

namespace Kindred.Cli;

/// <summary>
/// Opens galleries for commands. Where a library has changed since it was prepared, it is prepared first, with progress, but nobody waits
/// for a graph.
/// </summary>
internal static class PreparedLibrary
{
    /// <summary>Opens the gallery.</summary>
    /// <param name="library">The library.</param>
    /// <param name="parsed">The command.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <param name="needsColors">Whether colors are asked for, which a library of an earlier version has not found yet.</param>
    /// <exception cref="KindredException">The library has no pictures.</exception>
    public static async Task<Gallery> OpenGalleryAsync(
        this Library library, ParseResult parsed, CancellationToken cancellationToken, bool needsColors = false)
    {
        if (await library.TryOpenGalleryAsync(cancellationToken) is { } opened)
        {
            if (!needsColors || opened.HasColors)
                return opened;
            opened.Dispose();
        }

        var prepared = await Display(parsed).RunAsync(
            "Preparing", progress => library.PrepareWithoutGraphAsync(progress, cancellationToken));
        if (prepared is { AwaitsGraph: true, Indexes.File: not null })
            parsed.InvocationConfiguration.Error.WriteLine(Advice.OnMissingGraph(prepared.Images.Count));
        return prepared ?? await library.OpenGalleryAsync(cancellationToken);
    }

    /// <summary>Finds the images most similar to a picture, from the index file alone where that can be done.</summary>
    /// <exception cref="KindredException">
    /// The library has no pictures, there is no such image or file, or the file is no picture.
    /// </exception>
    public static async Task<SimilarImages> SimilarAsync(
        this Library library, string name, int k, SimilarOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var needsColors = options is not { Color: null, ColorWeight: 0 };
        if (!needsColors && options.Where is null
            && await library.TrySimilarAsync(name, k, options.Variants, cancellationToken) is { } similar)
            return similar;
        using var gallery = await library.OpenGalleryAsync(parsed, cancellationToken, needsColors);
        var query = await gallery.QueryAsync(name, cancellationToken);
        return new SimilarImages(query, gallery.Similar(query, k, options));
    }

    /// <summary>
    /// Lets what users have chosen teach the space, where that is due. What they chose is kept whether or not this succeeds.
    /// </summary>
    public static async Task PrepareForChoicesAsync(this Library library, ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            await Display(parsed).RunAsync("Learning", progress => library.PrepareForChoicesAsync(progress, cancellationToken));
        }
        catch (KindredException)
        {
            // A busy library or a full disk: it stays due, and the next choice or index run comes to it again.
        }
    }

    private static ProgressDisplay Display(ParseResult parsed) => new("pictures", parsed.InvocationConfiguration.Error);
}
