using Kindred.Colors;
using Kindred.Derived;
using Kindred.Embeddings;
using Kindred.Galleries.Histories;
using Kindred.Images.Sources;
using Kindred.Interactions;
using Kindred.NearDuplicates;
using Kindred.NearDuplicates.Finding;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Galleries;

/// <summary>The library that a gallery is a snapshot of. The gallery asks it for what it does not hold itself.</summary>
/// <param name="Store">Where the library is kept.</param>
/// <param name="Model">Its model.</param>
/// <param name="Interactions">What its users chose.</param>
/// <param name="Time">The clock.</param>
/// <param name="Pictures">Where its pictures are.</param>
internal sealed record GallerySource(
    ILibraryStore Store, LibraryModel Model, InteractionLog Interactions, TimeProvider Time, PictureSources Pictures)
{
    /// <summary>Keeps what is computed from the library.</summary>
    public DerivedCache Derived { get; } = new(Store);

    /// <summary>Finds near-duplicates of pictures.</summary>
    public NearDuplicateFinder NearDuplicates { get; } = new(Store, Store);

    /// <summary>Keeps the colors of things.</summary>
    public ColorFinder Colors { get; } = new(Store, new DerivedCache(Store));

    /// <summary>Fits the library's space.</summary>
    public SpaceFitter Spaces { get; } = new(Store);

    /// <summary>Fits what people chose together.</summary>
    public ChoicesFitter Choices { get; } = new(Store);
}
