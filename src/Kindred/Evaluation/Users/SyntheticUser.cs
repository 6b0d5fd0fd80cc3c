namespace Kindred.Evaluation.Users;

/// <summary>Somebody made up, who likes images of certain labels.</summary>
/// <param name="Tastes">Labels they like, as numbers.</param>
/// <param name="Likes">For each taste the images they have liked so far, as positions in the gallery.</param>
internal sealed record SyntheticUser(int[] Tastes, int[][] Likes)
{
    /// <summary>Likes drawn for each taste, or half of the label's images where those are fewer.</summary>
    private const int LikesPerTaste = 5;

    /// <summary>All likes, tastes taking turns, as people do who like several things.</summary>
    public int[] InTurn =>
    [
        .. Enumerable.Range(0, Likes.Max(likes => likes.Length))
            .SelectMany(turn => Likes.Where(likes => turn < likes.Length).Select(likes => likes[turn])),
    ];

    /// <summary>Draws a user.</summary>
    /// <param name="labels">Label of each image, from 0; −1 for none.</param>
    /// <param name="from">Labels to draw tastes from, each with at least two images.</param>
    /// <param name="tastes">How many tastes; at most as many as labels.</param>
    /// <param name="random">Source of chance.</param>
    public static SyntheticUser Draw(int[] labels, IReadOnlyList<int> from, int tastes, Random random)
    {
        int[] shuffled = [.. from];
        random.Shuffle(shuffled);
        int[] drawn = shuffled[..tastes];
        return new SyntheticUser(drawn,
        [
            .. drawn.Select(label =>
            {
                int[] images = [.. Enumerable.Range(0, labels.Length).Where(image => labels[image] == label)];
                random.Shuffle(images);
                return images[..Math.Min(LikesPerTaste, images.Length / 2)];
            }),
        ]);
    }
}
