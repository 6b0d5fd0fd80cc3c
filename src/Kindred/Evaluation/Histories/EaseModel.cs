using System.Numerics.Tensors;
using Kindred.Choices;
using Kindred.Search.Memory;

namespace Kindred.Evaluation.Histories;

/// <summary>
/// EASE: every picture is foretold by all others through a matrix with a diagonal of 0, in closed form (Steck, "Embarrassingly shallow
/// autoencoders for sparse data", WWW 2019). What Kindred is measured against; its cost grows with the cube of the pictures.
/// </summary>
internal sealed class EaseModel : IDisposable
{
    /// <summary>Pictures it is fitted to at most: a matrix of 144 MB.</summary>
    public const int MostPictures = 6000;

    /// <summary>Pictures that the ridge is chosen on: those most liked.</summary>
    private const int TunedOn = 1200;

    private static readonly float[] Ridges = [5, 20, 50, 100, 200, 500, 1000];

    private readonly int[] _pictures;
    private readonly Dictionary<int, int> _rows;
    private readonly AlignedMatrix _inverse;

    private EaseModel(int[] pictures, AlignedMatrix inverse)
    {
        _pictures = pictures;
        _inverse = inverse;
        _rows = pictures.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
    }

    /// <summary>Fits with the ridge that best predicts the latest known likes, left out for that.</summary>
    /// <param name="likes">Everybody's likes, oldest first, each once.</param>
    /// <param name="popularity">How many like each picture.</param>
    /// <returns><see langword="null"/> where more pictures are liked than it can be fitted to.</returns>
    public static EaseModel? Tuned(int[][] likes, int[] popularity)
    {
        int[] liked = [.. Enumerable.Range(0, popularity.Length).Where(picture => popularity[picture] > 0)];
        return liked.Length is 0 or > MostPictures ? null : Fit(likes, liked, Tune(likes, popularity, liked));
    }

    /// <summary>Fits.</summary>
    /// <param name="likes">Everybody's likes, each once.</param>
    /// <param name="pictures">The pictures it is about; likes of others are passed over.</param>
    /// <param name="ridge">Its one setting, above 0.</param>
    public static EaseModel Fit(IReadOnlyList<int[]> likes, int[] pictures, float ridge)
    {
        var rows = pictures.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        using var gram = new AlignedMatrix(pictures.Length, pictures.Length);
        gram.AddRows(pictures.Length);
        foreach (var person in likes)
        {
            int[] own = [.. person.Where(rows.ContainsKey).Select(picture => rows[picture])];
            foreach (var one in own)
            {
                var row = gram[one];
                foreach (var other in own)
                    row[other]++;
            }
        }

        for (var row = 0; row < gram.Rows; row++)
            gram[row][row] += ridge;
        return new EaseModel(pictures, SymmetricInverse.Of(gram));
    }

    /// <summary>Scores all pictures for somebody; negative infinity for those it is not about. What they like has no meaning.</summary>
    /// <param name="likes">What they like.</param>
    /// <param name="count">How many pictures there are.</param>
    public float[] Score(IReadOnlyList<int> likes, int count)
    {
        var sums = new float[_pictures.Length];
        foreach (var like in likes)
        {
            if (_rows.TryGetValue(like, out var row))
                TensorPrimitives.Add(sums, _inverse[row], sums);
        }

        var scores = new float[count];
        Array.Fill(scores, float.NegativeInfinity);
        for (var row = 0; row < sums.Length; row++)
            scores[_pictures[row]] = -sums[row] / _inverse[row][row];
        return scores;
    }

    /// <inheritdoc/>
    public void Dispose() => _inverse.Dispose();

    private static float Tune(int[][] likes, int[] popularity, int[] liked)
    {
        int[] most = [.. liked.OrderByDescending(picture => popularity[picture]).Take(TunedOn).Order()];
        var isAmong = most.ToHashSet();
        int[][] among = [.. likes.Select(person => person.Where(isAmong.Contains).ToArray())];
        int[][] judged = [.. among.Where(person => person.Length >= ChoiceHistories.LeastLikes - 1)];
        int[][] before = [.. among.Select(person => person.Length >= ChoiceHistories.LeastLikes - 1 ? person[..^1] : person)];
        return judged.Length == 0 ? Ridges[2] : Ridges.MaxBy(ridge =>
        {
            using var model = Fit(before, most, ridge);
            return judged.Average(person => HeldOutRanks.GainOf(
                HeldOutRanks.RankOf(model.Score(person[..^1], popularity.Length), person[^1], person.AsSpan()[..^1])));
        });
    }
}
