using Kindred.Evaluation.Users;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Recommendations;

namespace Kindred.Evaluation.Mixed;

/// <summary>
/// The mixed task: made-up users like a few images of several labels, and each like is to have its place. Users with five likes of each of
/// their labels (see <see cref="UserTask"/>) do not show it.
/// </summary>
/// <param name="space">What the lists are made in, for the report.</param>
/// <param name="galleries">As for the <see cref="UserTask"/>.</param>
/// <param name="labels">Label of each image, from 0; −1 for none.</param>
/// <param name="seed">Seed of users and intervals.</param>
internal sealed class MixedTask(string space, IReadOnlyList<JudgedGallery> galleries, int[] labels, int seed)
{
    /// <summary>Likes of each kind, in the order of the report.</summary>
    private static readonly int[][] Likes = [[1, 1], [2, 2], [3, 2], [1, 1, 1, 1, 1], [20, 1]];

    private readonly ILookup<int, int> _images = Enumerable.Range(0, labels.Length).ToLookup(image => labels[image]);

    /// <summary>Users with the worst lists that are reported.</summary>
    private const int MostWorst = 6;

    /// <summary>How many rows there are.</summary>
    public static int Rows => Likes.Length;

    /// <summary>Judges the lists that users get who ask for no strategy.</summary>
    /// <param name="users">How many users for each row.</param>
    /// <param name="progress">Told after every user.</param>
    /// <param name="cancellationToken">Stops between users.</param>
    /// <returns>A row for each number of likes that the labels have pictures enough for.</returns>
    public MixedReport Run(int users, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var rows = new List<MixedScore>();
        var asked = new List<(MixedUser User, Answer Answer)>();
        foreach (var likes in Likes)
        {
            var random = new Random(seed);
            (Gallery Gallery, MixedUser User)[] drawn =
            [
                .. Enumerable.Range(0, users).Select(user => galleries[user % galleries.Count])
                    .Select(judged => (judged.Gallery, User: Draw(judged.Labels, likes, random)))
                    .Where(entry => entry.User is not null).Select(entry => (entry.Gallery, entry.User!)),
            ];
            if (drawn.Length == 0)
                continue;
            var answers = drawn.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(entry =>
            {
                progress?.Report(1);
                return Ask(entry.Gallery, entry.User);
            }).ToArray();
            asked.AddRange(drawn.Zip(answers, (entry, answer) => (entry.User, answer)));
            Estimate Mean(Func<Answer, double> value) => Estimate.FromValues([.. answers.Select(value)], seed);
            rows.Add(new MixedScore(
                space, string.Join('+', likes), Mean(answer => answer.Missing.Length == 0 ? 1 : 0), Mean(answer => answer.Precision),
                Mean(answer => answer.Kept)));
        }

        return new MixedReport(users, rows, Worst(asked));
    }

    /// <summary>Those who miss the largest part of their kinds; among these, who get least of what they like.</summary>
    private MixedMiss[] Worst(List<(MixedUser User, Answer Answer)> asked) =>
    [
        .. asked.Where(entry => entry.Answer.Missing.Length > 0)
            .OrderByDescending(entry => entry.Answer.Missing.Length / (double)entry.User.Kinds.Length)
            .ThenBy(entry => entry.Answer.Precision)
            .Take(MostWorst)
            .Select(entry => new MixedMiss(
                space, [.. entry.User.Kinds.Select(NameOf)], [.. entry.Answer.Missing.Select(NameOf)],
                [.. entry.User.Likes.SelectMany(likes => likes).Select(ImageAt)], [.. entry.Answer.List.Select(ImageAt)])),
    ];

    private Image ImageAt(int position) => galleries[0].Gallery.Images[position];

    private string NameOf(int label) => ImageAt(_images[label].First()).Label!; // Its images have it.

    /// <summary>Draws a user; <see langword="null"/> where the labels have too few images.</summary>
    private MixedUser? Draw(IReadOnlyList<int> from, int[] likes, Random random)
    {
        // One image more is disliked, and as many as are liked have to be left to recommend.
        int[] enough = [.. from.Where(label => _images[label].Count() > 2 * likes.Max())];
        if (enough.Length < likes.Length)
            return null;
        random.Shuffle(enough);
        int[] kinds = enough[..likes.Length];
        var shuffled = kinds.Select(label => _images[label].ToArray()).ToArray();
        foreach (var images in shuffled)
            random.Shuffle(images);
        return new MixedUser(kinds, [.. shuffled.Zip(likes, (images, count) => images[..count])], shuffled[0][likes[0]]);
    }

    private Answer Ask(Gallery gallery, MixedUser user)
    {
        ImageQuery Query(int image) => gallery.Query(gallery.Images[image]);
        var options = new RecommendationOptions { Count = UserTask.ListLength };
        int[] List(Profile profile) => [.. gallery.Recommend(profile, options).Items.Select(item => gallery.PositionOf(item.Image))];
        int[] KindsOf(int[] list) => [.. list.Select(image => labels[image])];

        var profile = Profile.Of(user.Likes.SelectMany(likes => likes).Select(Query));
        var list = List(profile);
        var before = KindsOf(list);
        var after = KindsOf(List(profile with { Dislikes = [Query(user.Disliked)] }));
        var places = before.Count(kind => kind == user.Kinds[0]);
        return new Answer(
            list,
            [.. user.Kinds.Except(before)],
            before.Count(user.Kinds.Contains) / (double)UserTask.ListLength,
            places == 0 ? 1 : Math.Min(1, after.Count(kind => kind == user.Kinds[0]) / (double)places));
    }

    private sealed record MixedUser(int[] Kinds, int[][] Likes, int Disliked);

    private sealed record Answer(int[] List, int[] Missing, double Precision, double Kept);
}
