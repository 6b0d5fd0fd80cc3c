using Kindred.Galleries;
using Kindred.Search;

namespace Kindred.Evaluation.Users;

/// <summary>
/// The user task: made-up users like images of one, two or three labels and are recommended ten. Every way to recommend serves the same
/// users.
/// </summary>
/// <param name="galleries">
/// The gallery in one or more spaces, each with labels that it may be judged on. Users are dealt out among them.
/// </param>
/// <param name="labels">Label of each image, from 0; −1 for none.</param>
/// <param name="looks">The gallery by looks alone: what variety is measured in.</param>
/// <param name="raw">Raw embeddings compared as in 2019, by Euclidean distance; <see langword="null"/> to leave that out.</param>
/// <param name="seed">Seed of users and intervals.</param>
internal sealed class UserTask(IReadOnlyList<JudgedGallery> galleries, int[] labels, FlatIndex looks, FlatIndex? raw, int seed)
{
    /// <summary>Recommendations each user gets.</summary>
    public const int ListLength = 10;

    /// <summary>Most tastes a user has.</summary>
    public const int MostTastes = 3;

    /// <summary>Judges all ways to recommend.</summary>
    /// <param name="users">Users for each number of tastes.</param>
    /// <param name="progress">Told after every user.</param>
    /// <param name="cancellationToken">Stops between users.</param>
    public UserReport Run(int users, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var rows = new List<UserScore>();
        for (var tastes = 1; tastes <= MostTastes; tastes++)
        {
            var able = galleries.Where(judged => judged.Labels.Count >= tastes).ToArray();
            if (able.Length == 0)
                break;

            var random = new Random(seed + tastes);
            (JudgedGallery Judged, SyntheticUser User)[] drawn =
            [
                .. Enumerable.Range(0, users).Select(user => able[user % able.Length])
                    .Select(judged => (judged, SyntheticUser.Draw(labels, judged.Labels, tastes, random))),
            ];
            var methods = RecommendationMethod.All(raw, seed);
            var scores = methods.Select(_ => new UserScores(users, labels, looks)).ToArray();
            var done = 0;
            Parallel.For(0, users, new ParallelOptions { CancellationToken = cancellationToken }, user =>
            {
                var (judged, drawnUser) = drawn[user];
                foreach (var (method, score) in methods.Zip(scores))
                    score.Add(user, drawnUser, likes => method.Recommend(judged.Gallery, likes, ListLength));
                progress?.Report(new StepProgress(((tastes - 1) * users) + Interlocked.Increment(ref done), users * MostTastes, Failed: 0));
            });
            rows.AddRange(methods.Zip(scores, (method, score) => score.Summarize(tastes, method.Name, seed)));
        }

        return new UserReport(users, ListLength, rows);
    }
}
