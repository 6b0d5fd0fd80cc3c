using Kindred.Copies;
using Kindred.Evaluation;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Maps;
using Kindred.Recommendations;

namespace Kindred.Libraries;

/// <summary>
/// Keeps one library: the truth that every index is rebuilt from. Reading is safe beside one writer, also from other processes.
/// </summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="KindredException"/>s that name the library.</remarks>
public interface ILibraryStore : IAsyncDisposable
{
    /// <summary>Where the library is, as a person would name it.</summary>
    string Location { get; }

    /// <summary>Whether the library can be searched but not changed.</summary>
    bool IsReadOnly { get; }

    /// <summary>Bytes the library takes on disk, without <see cref="CacheDirectory"/>.</summary>
    long Size { get; }

    /// <summary>
    /// An absolute path on this machine for files that can be made again at any time, such as a search index: whoever keeps one there has to expect
    /// that it is gone. The folder may have to be created first. <see langword="null"/> where there is no such place. That of a library that is
    /// <see cref="IsReadOnly"/> is there, and to be read only.
    /// </summary>
    string? CacheDirectory { get; }

    /// <summary>Keeps other processes, and other calls in this one, from indexing until disposed.</summary>
    /// <exception cref="KindredException">The library is being indexed already.</exception>
    IDisposable LockForIndexing();

    /// <summary>
    /// A number that goes up, in the same transaction, with every change of what a gallery shows: images, folders, settings, the space, near-copies. What is
    /// chosen or measured leaves it alone. Takes the same time for a library of any size.
    /// </summary>
    Task<long> ReadRevisionAsync(CancellationToken cancellationToken = default);

    /// <summary>The revision, and what else tells this state of the library from any other. Takes the same time for a library of any size.</summary>
    Task<LibraryState> ReadStateAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Says that the space need not be fitted anew for what users have chosen so far: <see cref="LibraryState.ChoicesAreWeighed"/> holds until somebody
    /// chooses again. Leaves the revision alone.
    /// </summary>
    /// <param name="choices">The <see cref="LibraryState.Choices"/> that were read before finding out; other than the current ones, they mark nothing.</param>
    /// <param name="cancellationToken">Stops; then nothing is marked.</param>
    Task MarkChoicesWeighedAsync(long choices, CancellationToken cancellationToken = default);

    /// <summary>What the library was made with; <see langword="null"/> for a new one.</summary>
    Task<LibrarySettings?> ReadSettingsAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes the settings. With a stamp other than the stored one, all embeddings, failures, the space and what was measured are dropped; never interactions.</summary>
    Task WriteSettingsAsync(LibrarySettings settings, CancellationToken cancellationToken = default);

    /// <summary>Absolute paths of the gallery folders, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ReadFoldersAsync(CancellationToken cancellationToken = default);

    /// <summary>Adds a gallery folder. Folders inside it become part of it, and their images keep their ids.</summary>
    Task AddFolderAsync(string folder, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gallery folders with images that have no embedding: a change of model was stopped before it came to them.
    /// </summary>
    Task<IReadOnlySet<string>> ReadWaitingFoldersAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes the images without an embedding out of a folder, which has just been gone through: their files are gone.</summary>
    Task RemoveWaitingImagesAsync(string folder, CancellationToken cancellationToken = default);

    /// <summary>Takes a gallery folder out of the library, with its images and failures.</summary>
    /// <returns>How many images it had.</returns>
    Task<int> RemoveFolderAsync(string folder, CancellationToken cancellationToken = default);

    /// <summary>All images that have an embedding, ordered by path, then folder, both ordinal.</summary>
    Task<IReadOnlyList<Image>> ReadImagesAsync(CancellationToken cancellationToken = default);

    /// <summary>Those of some images that exist and have an embedding, each once, in the order of <see cref="ReadImagesAsync(CancellationToken)"/>. Reads no others.</summary>
    Task<IReadOnlyList<Image>> ReadImagesAsync(IReadOnlyCollection<ImageId> ids, CancellationToken cancellationToken = default);

    /// <summary>
    /// The images with an embedding whose file has a name: the last segment of the path, compared ordinally, so that upper and lower case differ. In the
    /// order of <see cref="ReadImagesAsync(CancellationToken)"/>; none for a name with a slash. Goes through all paths, but reads no other images.
    /// </summary>
    /// <param name="fileName">The name, such as <c>chair 1.jpg</c>; not empty.</param>
    /// <param name="cancellationToken">Stops early.</param>
    Task<IReadOnlyList<Image>> FindImagesByFileNameAsync(string fileName, CancellationToken cancellationToken = default);

    /// <summary>How many images have an embedding. Counts them without reading them.</summary>
    Task<int> CountImagesAsync(CancellationToken cancellationToken = default);

    /// <summary>The files that failed, in the order of <see cref="ReadImagesAsync(CancellationToken)"/>.</summary>
    Task<IReadOnlyList<ImageFailure>> ReadFailuresAsync(CancellationToken cancellationToken = default);

    /// <summary>The contents that have an embedding, whether or not an image shows them now.</summary>
    Task<HashSet<ContentHash>> ReadContentsAsync(CancellationToken cancellationToken = default);

    /// <summary>All images with their raw embeddings, in the order of <see cref="ReadImagesAsync(CancellationToken)"/>.</summary>
    IAsyncEnumerable<StoredEmbedding> ReadEmbeddingsAsync(CancellationToken cancellationToken = default);

    /// <summary>Raw embeddings of some contents, thousands if need be, whether or not an image shows them. Contents without one are absent.</summary>
    Task<IReadOnlyDictionary<ContentHash, Half[]>> ReadContentEmbeddingsAsync(
        IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken = default);

    /// <summary>Fingerprints of some contents, whether or not an image shows them. Contents without one are absent.</summary>
    Task<IReadOnlyDictionary<ContentHash, Fingerprint>> ReadFingerprintsAsync(
        IReadOnlyCollection<ContentHash> contents, CancellationToken cancellationToken = default);

    /// <summary>Contents with a fingerprint that images show and that have not been compared with the others yet, in their order.</summary>
    Task<IReadOnlyList<ContentHash>> ReadUncomparedAsync(CancellationToken cancellationToken = default);

    /// <summary>Pairs of near-copies, each once, in their order. Pairs are dropped with the embedding of either content, or when it is made anew.</summary>
    Task<IReadOnlyList<CopyPair>> ReadCopiesAsync(CancellationToken cancellationToken = default);

    /// <summary>Adds pairs of near-copies and marks contents as compared, in one transaction.</summary>
    Task WriteCopiesAsync(
        IReadOnlyCollection<CopyPair> pairs, IReadOnlyCollection<ContentHash> compared, CancellationToken cancellationToken = default);

    /// <summary>What scores mean in the library, and what that was measured on; <see langword="null"/> where nothing was measured yet.</summary>
    Task<(string FittedTo, NeighborScores Scores)?> ReadCalibrationAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces what scores mean in the library.</summary>
    Task WriteCalibrationAsync(string fittedTo, NeighborScores scores, CancellationToken cancellationToken = default);

    /// <summary>The last evaluation, its figures in their order; <see langword="null"/> where there was none, or with another model.</summary>
    Task<LastEvaluation?> ReadEvaluationAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the last evaluation.</summary>
    Task WriteEvaluationAsync(LastEvaluation evaluation, CancellationToken cancellationToken = default);

    /// <summary>The map, and what state of the gallery it is of; <see langword="null"/> where none was computed yet.</summary>
    Task<(string FittedTo, GalleryMap Map)?> ReadMapAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the map.</summary>
    Task WriteMapAsync(string fittedTo, GalleryMap map, CancellationToken cancellationToken = default);

    /// <summary>Applies changes in one transaction.</summary>
    Task ApplyAsync(LibraryChanges changes, CancellationToken cancellationToken = default);

    /// <summary>Drops embeddings that no image shows and nobody likes or dislikes, once they outnumber the contents that are shown.</summary>
    /// <returns>How many were dropped.</returns>
    Task<int> PruneAsync(CancellationToken cancellationToken = default);

    /// <summary>The space that was fitted last; <see langword="null"/> where none was.</summary>
    Task<FittedSpace?> ReadSpaceAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the fitted space.</summary>
    Task WriteSpaceAsync(FittedSpace space, CancellationToken cancellationToken = default);

    /// <summary>Users with at least one interaction, in ordinal order of their names.</summary>
    Task<IReadOnlyList<UserSummary>> ReadUsersAsync(CancellationToken cancellationToken = default);

    /// <summary>A user's interactions, by time; at the same time, in the order in which they were first recorded. Empty for somebody unknown.</summary>
    Task<IReadOnlyList<Interaction>> ReadInteractionsAsync(string user, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records choices of a user one after the other, all in one transaction or none. A choice that is there already is changed only in
    /// the weight or the time it names; its name stays. A choice that <see cref="Choice.Replaces"/> deletes its opposite; what was seen stays seen.
    /// </summary>
    /// <param name="user">Who.</param>
    /// <param name="choices">What.</param>
    /// <param name="now">Time of new choices that name none.</param>
    /// <param name="cancellationToken">Stops; then nothing is recorded.</param>
    /// <exception cref="OppositeChoiceException">A content would be both liked and disliked, by a choice that does not replace.</exception>
    Task<RecordReport> RecordAsync(
        string user, IReadOnlyList<Choice> choices, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Deletes interactions of a user with some contents: those of one kind, or all.</summary>
    /// <returns>How many there were.</returns>
    Task<int> ForgetAsync(
        string user, IReadOnlyCollection<ContentHash> contents, InteractionKind? kind = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes all interactions of a user.</summary>
    /// <returns>How many there were.</returns>
    Task<int> ForgetUserAsync(string user, CancellationToken cancellationToken = default);
}
