using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Libraries;

/// <summary>Keeps a library's space fitted: finds out whether a fit is due, fits, and stores the result.</summary>
internal sealed class SpaceFitting(ILibraryStore store)
{
    /// <summary>The space to search in, fitted now if that is due.</summary>
    /// <param name="settings">The library's settings.</param>
    /// <param name="refit">Whether to fit even if it is not due.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<FittedSpace> CurrentAsync(LibrarySettings settings, bool refit, CancellationToken cancellationToken)
    {
        if (settings.Space == SpaceKind.None)
            return new FittedSpace(EmbeddingSpace.Identity(settings.Stamp.Dimensions), "", Gain: null);

        var images = await store.ReadImagesAsync(cancellationToken);
        var labels = ImageLabels.Number(images);
        var learns = settings.Space == SpaceKind.Learned && LearnedSpace.CanLearn(labels);
        var basis = learns ? HashOf(images) : "";
        var stored = await store.ReadSpaceAsync(cancellationToken);
        if (stored is not null && !refit && stored.FittedTo == basis && (learns || !VisualSpace.IsOutgrown(stored.Space.FittedOn, images.Count)))
            return stored;

        var version = (stored?.Space.Version ?? 0) + 1;
        stored?.Dispose();
        using var sample = await RawSample.ReadAsync(store, settings.Stamp.Dimensions, images.Count, labels, cancellationToken);
        var fitted = Fit(sample, learns, basis, version, images.Count);
        if (fitted.Space.Kind != SpaceKind.None && !store.IsReadOnly)
            await store.WriteSpaceAsync(fitted, cancellationToken);
        return fitted;
    }

    private static FittedSpace Fit(RawSample sample, bool learns, string basis, int version, int count)
    {
        SpaceGain? gain = null;
        if (learns)
        {
            (var learned, gain) = LearnedSpace.Fit(sample.Embeddings, sample.Labels, version, count);
            if (learned is not null)
                return new FittedSpace(learned, basis, gain);
        }

        return new FittedSpace(VisualSpace.Fit(sample.Embeddings, version, count), basis, gain);
    }

    private static string HashOf(IReadOnlyList<Image> images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var image in images)
        {
            hash.AppendData(image.Content.ToByteArray());
            hash.AppendData(Encoding.UTF8.GetBytes((image.Label ?? "") + "\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
