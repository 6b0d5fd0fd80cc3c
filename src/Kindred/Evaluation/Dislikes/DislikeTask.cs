using Kindred.Evaluation.Users;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Recommendations;

namespace Kindred.Evaluation.Dislikes;

/// <summary>
/// The dislike task: made-up users with one taste look at their ten, take the label that intrudes most, and dislike three other images of
/// it. Others dislike one image of a kind that they like (see <see cref="SingleDislikeTask"/>).
/// </summary>
/// <param name="galleries">As for the <see cref="UserTask"/>.</param>
/// <param name="labels">Label of each image, from 0; −1 for none.</param>
/// <param name="seed">Seed of users and intervals.</param>
internal sealed class DislikeTask(IReadOnlyList<JudgedGallery> galleries, int[] labels, int seed)
{
    private const int Dislikes = 3;

    /// <summary>Judges the strategies.</summary>
    /// <param name="users">How many users.</param>
    /// <param name="progress">Told after every user.</param>
    /// <param name="cancellationToken">Stops between users.</param>
    public DislikeReport Run(int users, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        (JudgedGallery Judged, SyntheticUser User, int Seed)[] drawn =
        [
            .. Enumerable.Range(0, users).Select(user => galleries[user % galleries.Count])
                .Select(judged => (judged, SyntheticUser.Draw(labels, judged.Labels, tastes: 1, random), random.Next())),
        ];
        var rows = new List<DislikeScore>();
        var intruded = 0;
        var strategies = Enum.GetValues<Strategy>();
        var (done, total) = (0, 2 * users * strategies.Length);
        void Told() => progress?.Report(new StepProgress(Interlocked.Increment(ref done), total, Failed: 0));
        foreach (var strategy in strategies)
        {
            var changes = drawn.AsParallel().AsOrdered().WithCancellation(cancellationToken)
                .Select(entry =>
                {
                    Told();
                    return Ask(entry.Judged.Gallery, entry.User, strategy, new Random(entry.Seed));
                })
                .ToArray()
                .OfType<Change>().ToArray();
            if (changes.Length == 0)
                continue;

            intruded = Math.Max(intruded, changes.Length);
            Estimate Mean(Func<Change, double> value) => Estimate.FromValues([.. changes.Select(value)], seed);
            rows.Add(new DislikeScore(
                strategy.ToString().ToLowerInvariant(), Mean(change => change.ShareBefore), Mean(change => change.ShareAfter),
                Estimate.OfRatio(
                    [.. changes.Select(change => change.ShareAfter)], [.. changes.Select(change => change.ShareBefore)], seed),
                Mean(change => change.PrecisionBefore), Mean(change => change.PrecisionAfter)));
        }

        return new DislikeReport(
            users, intruded, rows, new SingleDislikeTask(galleries, labels, seed).Run(users, Told, cancellationToken));
    }

    /// <summary>What dislikes change for a user; <see langword="null"/> where nothing intrudes.</summary>
    private Change? Ask(Gallery gallery, SyntheticUser user, Strategy strategy, Random random)
    {
        ImageQuery Query(int image) => gallery.Query(gallery.Images[image]);
        var options = new RecommendationOptions { Strategy = strategy, Count = UserTask.ListLength };
        var profile = Profile.Of(user.InTurn.Select(Query));
        int[] List(Profile chosen) => [.. gallery.Recommend(chosen, options).Items.Select(item => gallery.PositionOf(item.Image))];
        double ShareOf(int[] list, int label) => list.Count(image => labels[image] == label) / (double)UserTask.ListLength;

        var before = List(profile);
        var taste = user.Tastes[0];
        var intruder = before.Where(image => labels[image] >= 0 && labels[image] != taste)
            .CountBy(image => labels[image])
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
            .Select(pair => pair.Key)
            .FirstOrDefault(-1);
        int[] others = [.. Enumerable.Range(0, labels.Length).Where(image => labels[image] == intruder && !before.Contains(image))];
        if (intruder < 0 || others.Length == 0)
            return null;

        random.Shuffle(others);
        var after = List(profile with { Dislikes = [.. others.Take(Dislikes).Select(Query)] });
        return new Change(ShareOf(before, intruder), ShareOf(after, intruder), ShareOf(before, taste), ShareOf(after, taste));
    }

    private sealed record Change(double ShareBefore, double ShareAfter, double PrecisionBefore, double PrecisionAfter);
}
