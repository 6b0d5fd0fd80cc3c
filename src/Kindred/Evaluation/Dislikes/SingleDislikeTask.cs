using System.Numerics.Tensors;
using Kindred.Evaluation.Users;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Recommendations;

namespace Kindred.Evaluation.Dislikes;

/// <summary>
/// One dislike within a liked kind: made-up users like three images of one label and two of another, and dislike one more of the first.
/// The label is to keep its places, and whatever is nearer to a like is to stay.
/// </summary>
/// <param name="galleries">As for the <see cref="UserTask"/>.</param>
/// <param name="labels">Label of each image, from 0; −1 for none.</param>
/// <param name="seed">Seed of users and intervals.</param>
internal sealed class SingleDislikeTask(IReadOnlyList<JudgedGallery> galleries, int[] labels, int seed)
{
    private const int Nearest = 10;
    private static readonly int[] Likes = [3, 2];

    /// <summary>Judges the strategies.</summary>
    /// <param name="users">How many users.</param>
    /// <param name="progress">Told after every user.</param>
    /// <param name="cancellationToken">Stops between users.</param>
    /// <returns>A row for each strategy; none where no two labels have images enough.</returns>
    public IReadOnlyList<SingleDislikeScore> Run(int users, Action progress, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        (Gallery Gallery, User User)[] drawn =
        [
            .. Enumerable.Range(0, users).Select(user => galleries[user % galleries.Count])
                .Select(judged => (judged.Gallery, User: Draw(judged.Labels, random)))
                .Where(entry => entry.User is not null).Select(entry => (entry.Gallery, entry.User!)),
        ];
        var rows = new List<SingleDislikeScore>();
        foreach (var strategy in Enum.GetValues<Strategy>().Where(_ => drawn.Length > 0))
        {
            var changes = drawn.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(entry =>
            {
                progress();
                return Ask(entry.Gallery, entry.User, strategy);
            }).ToArray();
            Estimate Mean(Func<Change, double> value) => Estimate.FromValues([.. changes.Select(value)], seed);
            rows.Add(new SingleDislikeScore(
                strategy.ToString().ToLowerInvariant(), Mean(change => change.Kept), Mean(change => change.NearestBefore),
                Mean(change => change.NearestAfter), Mean(change => change.LeftAlone)));
        }

        return rows;
    }

    /// <summary>Draws a user; <see langword="null"/> where the labels have too few images to leave as many as are liked.</summary>
    private User? Draw(IReadOnlyList<int> from, Random random)
    {
        int[] kinds = [.. from.Where(label => labels.Count(own => own == label) > 2 * Likes[0])];
        if (kinds.Length < Likes.Length)
            return null;
        random.Shuffle(kinds);
        var images = kinds[..Likes.Length].Select(kind =>
        {
            int[] own = [.. Enumerable.Range(0, labels.Length).Where(image => labels[image] == kind)];
            random.Shuffle(own);
            return own;
        }).ToArray();
        return new User(kinds[0], [.. images.Zip(Likes, (own, count) => own[..count]).SelectMany(own => own)], images[0][Likes[0]]);
    }

    private Change Ask(Gallery gallery, User user, Strategy strategy)
    {
        ImageQuery Query(int image) => gallery.Query(gallery.Images[image]);
        var options = new RecommendationOptions { Strategy = strategy, Count = UserTask.ListLength };
        int[] List(Profile profile) => [.. gallery.Recommend(profile, options).Items.Select(item => gallery.PositionOf(item.Image))];
        int PlacesOf(int[] list) => list.Count(image => labels[image] == user.Kind);

        ImageQuery[] likes = [.. user.Likes.Select(Query)];
        var disliked = Query(user.Disliked);
        var before = List(Profile.Of(likes));
        var after = List(Profile.Of(likes, [disliked]));
        int[] nearest = [.. gallery.Similar(disliked, Nearest).Select(found => gallery.PositionOf(found.Image))];
        double Shown(int[] list) => nearest.Count(list.Contains) / (double)Nearest;

        // The disliked image itself is gone by right, and so are its near-duplicates.
        var gone = gallery.NearDuplicatesOf(disliked).Select(gallery.PositionOf).Append(user.Disliked).ToHashSet();
        int[] protectedOnes =
        [
            .. before.Where(image => !gone.Contains(image)
                && likes.Max(like => Closeness(gallery, image, like)) >= Closeness(gallery, image, disliked)),
        ];
        return new Change(
            PlacesOf(before) == 0 ? 1 : Math.Min(1, PlacesOf(after) / (double)PlacesOf(before)),
            Shown(before), Shown(after),
            protectedOnes.Length == 0 ? 1 : protectedOnes.Count(after.Contains) / (double)protectedOnes.Length);
    }

    private static float Closeness(Gallery gallery, int image, ImageQuery query) =>
        Recommendations.Closeness.Between(gallery.Index, image, query.Embedding);

    private sealed record User(int Kind, int[] Likes, int Disliked);

    private sealed record Change(double Kept, double NearestBefore, double NearestAfter, double LeftAlone);
}
