using Kindred.Images;
using Kindred.Libraries;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Evaluation;

/// <summary>
/// Judges how good a library's recommendations are, on its own labels: the folders, or what stands before the first <c>_</c> of a name. Seeded:
/// the same library and seed give the same figures. A space that learns is judged only on what it was not taught.
/// </summary>
public sealed class GalleryEvaluation
{
    private readonly Gallery _gallery;
    private readonly SpaceTrials _trials;
    private readonly Func<IImageEmbedder> _embedder;
    private readonly int _seed;

    internal GalleryEvaluation(ILibraryStore store, LibrarySettings settings, Gallery gallery, Func<IImageEmbedder> embedder, int seed)
    {
        _embedder = embedder;
        _gallery = gallery;
        _seed = seed;
        _trials = new SpaceTrials(store, settings, gallery, seed);
    }

    /// <summary>The label task: every labelled image asks for its most similar, and those with its label are right.</summary>
    /// <param name="leaveOutCopies">Leaves identical and near-copies of the query out of its results; they are right too easily.</param>
    /// <param name="progress">Told after every fit.</param>
    /// <param name="cancellationToken">Stops between fits.</param>
    /// <exception cref="KindredException">Fewer than two labels, or none that two images share.</exception>
    public Task<LabelReport> JudgeLabelsAsync(
        bool leaveOutCopies = false, IProgress<IndexProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        LabelTask.EnsureLabels(_gallery.Images);
        return new LabelJudging(_trials, _gallery, leaveOutCopies, _seed).RunAsync(progress, cancellationToken);
    }

    /// <summary>The user task: made-up users like images of one, two or three labels; do they find what they like?</summary>
    /// <param name="users">Users for each number of tastes, at least 1.</param>
    /// <param name="progress">Told after every user.</param>
    /// <param name="cancellationToken">Stops between users.</param>
    /// <exception cref="KindredException">Fewer than two labels, or none that two images share.</exception>
    public async Task<UserReport> JudgeUsersAsync(
        int users = 200, IProgress<IndexProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(users, 1);
        LabelTask.EnsureLabels(_gallery.Images);
        using var looks = await _trials.VisualAsync(cancellationToken);
        using var raw = await _trials.RawAsync(cancellationToken);
        return await InHonestSpacesAsync(
            galleries => new UserTask(galleries, _trials.Labels, looks.Exact, raw, _seed).Run(users, progress, cancellationToken), cancellationToken);
    }

    /// <summary>The dislike task: what happens to a label that intrudes on made-up users' lists when they dislike some of it?</summary>
    /// <param name="users">How many users, at least 1.</param>
    /// <param name="progress">Told after every user.</param>
    /// <param name="cancellationToken">Stops between users.</param>
    /// <exception cref="KindredException">Fewer than two labels, or none that two images share.</exception>
    public async Task<DislikeReport> JudgeDislikesAsync(
        int users = 200, IProgress<IndexProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(users, 1);
        LabelTask.EnsureLabels(_gallery.Images);
        return await InHonestSpacesAsync(
            galleries => new DislikeTask(galleries, _trials.Labels, _seed).Run(users, progress, cancellationToken), cancellationToken);
    }

    /// <summary>The duplicate task: are transformed copies of the library's own pictures recognized, and nothing else?</summary>
    /// <param name="transformations">Names of what is done to pictures.</param>
    /// <param name="transform">Does it: from a picture's file and a name to the file of the copy.</param>
    /// <param name="progress">Told after every copy.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">The library's model takes no fingerprints, or is not here.</exception>
    public async Task<DuplicateReport> JudgeDuplicatesAsync(
        IReadOnlyList<string> transformations, Func<ReadOnlyMemory<byte>, string, byte[]> transform, IProgress<IndexProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transformations);
        ArgumentNullException.ThrowIfNull(transform);
        var images = await _trials.FingerprintedAsync(cancellationToken);
        if (images.Count == 0)
            throw new KindredException("The library has no fingerprints to tell copies by; take them with: kindred index FOLDER --force");
        return await new DuplicateJudging(_embedder(), _gallery, images, _seed).RunAsync(transformations, transform, progress, cancellationToken);
    }

    /// <summary>
    /// Runs a task on the gallery in spaces that were not taught the labels they are judged on: the one in use if it learned nothing; else two, each taught
    /// one half of the labels and judged on the other.
    /// </summary>
    private async Task<T> InHonestSpacesAsync<T>(Func<IReadOnlyList<JudgedGallery>, T> run, CancellationToken cancellationToken)
    {
        if (_gallery.Space.Kind != SpaceKind.Learned)
            return run([new JudgedGallery(_gallery, [.. _trials.JudgedLabels()])]);

        var (first, second) = _trials.HalveLabels(draw: 0);
        using var taughtSecond = await _trials.TaughtAsync(second, cancellationToken);
        using var taughtFirst = await _trials.TaughtAsync(first, cancellationToken);
        JudgedGallery[] halves = [new JudgedGallery(taughtSecond, first), new JudgedGallery(taughtFirst, second)];
        return run([.. halves.Where(half => half.Labels.Count > 0)]);
    }
}
