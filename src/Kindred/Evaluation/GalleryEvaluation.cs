using Kindred.Evaluation.Dislikes;
using Kindred.Evaluation.Histories;
using Kindred.Evaluation.Labels;
using Kindred.Evaluation.Mixed;
using Kindred.Evaluation.NearDuplicates;
using Kindred.Evaluation.Users;
using Kindred.Galleries;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Evaluation;

/// <summary>
/// Judges how good a library's recommendations are, on its own labels: the folders, or what stands before the first <c>_</c> of a name. It
/// judges the gallery as it was opened, whatever happens to the library meanwhile. Seeded: the same library and seed give the same figures.
/// A space that learns is judged only on what it was not taught.
/// </summary>
internal sealed class GalleryEvaluation
{
    private readonly Gallery _gallery;
    private readonly SpaceTrials _trials;
    private readonly int _seed;

    private GalleryEvaluation(Gallery gallery, int seed)
    {
        _gallery = gallery;
        _seed = seed;
        _trials = new SpaceTrials(gallery.Source.Store, gallery, seed);
    }

    private HistoryTask Histories => new(_gallery.Source.Store, _gallery, _trials, _seed);

    /// <summary>Begins to judge how good a library's recommendations are.</summary>
    /// <param name="gallery">The library's gallery; it has to stay open.</param>
    /// <param name="seed">Seed of everything drawn by chance.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">The library has changed to another model since the gallery was opened.</exception>
    public static async Task<GalleryEvaluation> OpenAsync(Gallery gallery, int seed = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        var store = gallery.Source.Store;
        if (await store.ReadSettingsAsync(cancellationToken) is { } settings && settings.Stamp == gallery.Stamp)
            return new GalleryEvaluation(gallery, seed);
        throw new KindredException(
            Fault.LibraryChanging,
            $"The library {store.Location} has changed to another model since its gallery was opened; judge it again.");
    }

    /// <summary>The label task: every labelled image asks for its most similar, and those with its label are right.</summary>
    /// <param name="leaveOutNearDuplicates">
    /// Leaves the same file and near-duplicates of the query out of its results; they are right too easily.
    /// </param>
    /// <param name="progress">Told after every fit.</param>
    /// <param name="cancellationToken">Stops between fits.</param>
    /// <exception cref="KindredException">Fewer than two labels, or none that two images share.</exception>
    public Task<LabelReport> JudgeLabelsAsync(
        bool leaveOutNearDuplicates = false, IProgress<StepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        LabelTask.EnsureLabels(_gallery.Images);
        return new LabelJudge(_trials, _gallery, leaveOutNearDuplicates, _seed).RunAsync(progress, cancellationToken);
    }

    /// <summary>Whether there are labels for the tasks that judge by them.</summary>
    public bool HasLabels => LabelTask.HasLabels(_gallery.Images);

    /// <summary>The user task: made-up users like images of one, two or three labels; do they find what they like?</summary>
    /// <param name="users">Users for each number of tastes, at least 1.</param>
    /// <param name="progress">Told after every user.</param>
    /// <param name="cancellationToken">Stops between users.</param>
    /// <exception cref="KindredException">Fewer than two labels, or none that two images share.</exception>
    public async Task<UserReport> JudgeUsersAsync(
        int users = 200, IProgress<StepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(users, 1);
        LabelTask.EnsureLabels(_gallery.Images);
        using var looks = await _trials.VisualAsync(cancellationToken);
        using var raw = await _trials.RawAsync(cancellationToken);
        return await InHonestSpacesAsync(
            galleries => new UserTask(galleries, _trials.Labels, looks.Exact, raw, _seed).Run(users, progress, cancellationToken),
            cancellationToken);
    }

    /// <summary>The dislike task: what happens to a label that intrudes on made-up users' lists when they dislike some of it?</summary>
    /// <param name="users">How many users, at least 1.</param>
    /// <param name="progress">Told after every user.</param>
    /// <param name="cancellationToken">Stops between users.</param>
    /// <exception cref="KindredException">Fewer than two labels, or none that two images share.</exception>
    public async Task<DislikeReport> JudgeDislikesAsync(
        int users = 200, IProgress<StepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(users, 1);
        LabelTask.EnsureLabels(_gallery.Images);
        return await InHonestSpacesAsync(
            galleries => new DislikeTask(galleries, _trials.Labels, _seed).Run(users, progress, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// The mixed task: made-up users like a few images of several labels, in a space of looks alone as well as in the one in use; does each
    /// kind they like have a place among their ten?
    /// </summary>
    /// <param name="users">Users for each row, at least 1.</param>
    /// <param name="progress">Told after every user.</param>
    /// <param name="cancellationToken">Stops between users.</param>
    /// <exception cref="KindredException">Fewer than two labels, or none that two images share.</exception>
    public async Task<MixedReport> JudgeMixedAsync(
        int users = 200, IProgress<StepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(users, 1);
        LabelTask.EnsureLabels(_gallery.Images);
        var learns = _gallery.Space.Kind == SpaceKind.Learned;
        var done = 0;
        var total = users * MixedTask.Rows * (learns ? 2 : 1);
        var each = new Relay(() => progress?.Report(new StepProgress(Interlocked.Increment(ref done), total, Failed: 0)));

        using var looks = await _trials.VisualAsync(cancellationToken);
        JudgedGallery[] byLooks = [new JudgedGallery(looks, [.. _trials.JudgedLabels()])];
        var seen = new MixedTask("looks", byLooks, _trials.Labels, _seed).Run(users, each, cancellationToken);
        if (!learns)
            return seen;
        var learned = await InHonestSpacesAsync(
            galleries => new MixedTask("learned", galleries, _trials.Labels, _seed).Run(users, each, cancellationToken), cancellationToken);
        return learned with
        {
            Rows = [.. seen.Rows, .. learned.Rows],
            Worst = learned.Rows.Count > 0 ? learned.Worst : seen.Worst,
        };
    }

    /// <summary>
    /// The near-duplicate task: are altered pictures of the library told apart, those of the same photograph, of a variant and of another
    /// thing?
    /// </summary>
    /// <param name="cases">What is done to pictures.</param>
    /// <param name="alter">
    /// Does it: from a picture's file, the name of a case and a seed to the file of the result; <see langword="null"/> where the case
    /// cannot be made of that picture.
    /// </param>
    /// <param name="progress">Told after every picture.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">The library's model takes no fingerprints, or is not here; or no picture is there.</exception>
    public async Task<NearDuplicateReport> JudgeNearDuplicatesAsync(
        IReadOnlyList<AlteredCase> cases, Func<ReadOnlyMemory<byte>, string, int, byte[]?> alter,
        IProgress<StepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(alter);
        var images = await _trials.FingerprintedAsync(cancellationToken);
        if (images.Count == 0)
            throw new KindredException(Fault.NoFingerprints, "The library has no fingerprints to tell near-duplicates by.");
        _gallery.Source.Model.EnsureMade(_gallery.Stamp);
        var judge = new NearDuplicateJudge(_gallery.Source.Model.Embedder, _gallery, images, _seed);
        return await judge.RunAsync(cases, alter, progress, cancellationToken);
    }

    /// <summary>
    /// The history task: is what the library's own people liked last, which no fit has seen, among what they are recommended from all
    /// they chose before?
    /// </summary>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">Too few people have five likes.</exception>
    public Task<HistoryReport> JudgeHistoriesAsync(
        IProgress<StepProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Histories.RunAsync(progress, cancellationToken);

    /// <summary>Whether enough people have likes enough for the history task.</summary>
    public Task<bool> HasHistoriesAsync(CancellationToken cancellationToken = default) => Histories.CanRunAsync(cancellationToken);

    /// <summary>
    /// Keeps the figures of a report with the library. They take the place of those of the tasks that were judged; others are kept if they
    /// are about the same state of the gallery. A library that cannot be written to keeps nothing.
    /// </summary>
    /// <param name="report">What was found.</param>
    /// <param name="cancellationToken">Stops early; then nothing has changed.</param>
    /// <returns>What is kept now.</returns>
    public Task<LastEvaluation> RecordAsync(EvaluationReport report, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new EvaluationRecorder(_gallery.Source.Derived, _gallery.Source.Time)
            .RecordAsync(_gallery, report, _seed, cancellationToken);
    }

    /// <summary>
    /// Runs a task on the gallery in spaces that were not taught the labels they are judged on: the one in use if it learned nothing; else
    /// two, each taught one half of the labels and judged on the other.
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

    /// <summary>Tells at once and on the same thread, which <see cref="Progress{T}"/> does not.</summary>
    private sealed class Relay(Action report) : IProgress<int>
    {
        public void Report(int value) => report();
    }
}
