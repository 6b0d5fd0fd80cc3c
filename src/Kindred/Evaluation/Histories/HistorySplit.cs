using Kindred.Choices;
using Kindred.Galleries.Histories;
using Kindred.Images;
using Kindred.Interactions;

namespace Kindred.Evaluation.Histories;

/// <summary>Everybody's interactions without some likes, and the people whose likes those are.</summary>
internal sealed class HistorySplit
{
    private HistorySplit(IReadOnlyList<Image> images, IReadOnlyList<IReadOnlyList<Interaction>> known, JudgedPerson[] judged)
    {
        Known = known;
        Judged = judged;
        Histories = HistoryReader.Of(images, known);
        Likes = [.. Enumerable.Range(0, Histories.People).Select(person => LikesOf(Histories, person))];
        Popularity = new int[images.Count];
        foreach (var picture in Likes.SelectMany(likes => likes))
            Popularity[picture]++;
    }

    /// <summary>Everybody's interactions that fits may see.</summary>
    public IReadOnlyList<IReadOnlyList<Interaction>> Known { get; }

    /// <summary>The same as positions.</summary>
    public ChoiceHistories Histories { get; }

    /// <summary>Everybody's likes, each once.</summary>
    public int[][] Likes { get; }

    /// <summary>How many people like each picture.</summary>
    public int[] Popularity { get; }

    /// <summary>The people whose likes were left out.</summary>
    public JudgedPerson[] Judged { get; }

    /// <summary>Leaves out the latest like of everybody who has enough.</summary>
    /// <param name="images">All images of the gallery.</param>
    /// <param name="people">Everybody's interactions, by time.</param>
    public static HistorySplit LeaveOutLatest(IReadOnlyList<Image> images, IReadOnlyList<IReadOnlyList<Interaction>> people)
    {
        var heldOut = HistoryReader.Of(images, people).HoldOut().ToDictionary(like => like.Person, like => like.Picture);
        return Without(images, people, (person, picture) => heldOut.TryGetValue(person, out var latest) && latest == picture);
    }

    /// <summary>Leaves out every choice of some pictures.</summary>
    /// <param name="images">All images of the gallery.</param>
    /// <param name="people">Everybody's interactions, by time.</param>
    /// <param name="pictures">The pictures.</param>
    public static HistorySplit LeaveOut(
        IReadOnlyList<Image> images, IReadOnlyList<IReadOnlyList<Interaction>> people, IReadOnlySet<int> pictures) =>
        Without(images, people, (_, picture) => pictures.Contains(picture));

    private static HistorySplit Without(
        IReadOnlyList<Image> images, IReadOnlyList<IReadOnlyList<Interaction>> people, Func<int, int, bool> isLeftOut)
    {
        var positions = new Dictionary<ContentHash, int>(images.Count);
        for (var position = 0; position < images.Count; position++)
            positions.TryAdd(images[position].Content, position);
        var known = new List<IReadOnlyList<Interaction>>(people.Count);
        var judged = new List<JudgedPerson>();
        foreach (var (person, interactions) in people.Index())
        {
            var left = new List<Interaction>(interactions.Count);
            var (targets, likes, seen) = (new List<int>(), new List<int>(), new List<int>());
            foreach (var interaction in interactions)
            {
                if (!positions.TryGetValue(interaction.Content, out var picture))
                {
                    left.Add(interaction);
                    continue;
                }

                // What somebody saw and then liked is not known to be seen either.
                if (isLeftOut(person, picture))
                {
                    if (interaction.Kind == InteractionKind.Like)
                        targets.Add(picture);
                    continue;
                }

                left.Add(interaction);
                seen.Add(picture);
                if (interaction.Kind == InteractionKind.Like)
                    likes.Add(picture);
            }

            known.Add(left);
            if (targets.Count > 0 && likes.Count > 0)
                judged.Add(new JudgedPerson([.. targets.Distinct()], [.. likes.Distinct()], [.. seen.Distinct().Order()], left));
        }

        return new HistorySplit(images, known, [.. judged]);
    }

    private static int[] LikesOf(ChoiceHistories histories, int person)
    {
        var weights = histories.Weights(person);
        var entries = histories.Entries(person);
        var likes = new HashSet<int>();
        for (var i = 0; i < entries.Length; i++)
        {
            if (weights[i] > 0)
                likes.Add(entries[i]);
        }

        return [.. likes];
    }
}
