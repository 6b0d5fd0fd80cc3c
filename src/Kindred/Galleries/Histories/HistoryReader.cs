using System.Runtime.InteropServices;
using Kindred.Choices;
using Kindred.Images;
using Kindred.Interactions;

namespace Kindred.Galleries.Histories;

/// <summary>Reads what everybody chose, as positions in a gallery.</summary>
internal sealed class HistoryReader(IInteractionStore store)
{
    /// <summary>How many interactions there are that say something of taste.</summary>
    public Task<int> CountAsync(CancellationToken cancellationToken) => store.CountInteractionsAsync(cancellationToken);

    /// <summary>
    /// Reads everybody's choices of pictures that the gallery has. What one person did with one picture is one choice: a dislike where
    /// there is one, else the sum of what speaks for the picture, at the latest time.
    /// </summary>
    /// <param name="images">All images of the gallery.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<ChoiceHistories> ReadAsync(IReadOnlyList<Image> images, CancellationToken cancellationToken)
    {
        var (users, pictures, weights, times) = (new List<int>(), new List<int>(), new List<float>(), new List<long>());
        await foreach (var block in store.ReadBlocksAsync(cancellationToken))
        {
            for (var i = 0; i < block.Count; i++)
            {
                if (block.Weights[i] == 0)
                    continue;
                if (users is [.., var user] && pictures is [.., var picture] && user == block.Users[i] && picture == block.Pictures[i])
                {
                    weights[^1] = weights[^1] > 0 && block.Weights[i] > 0
                        ? weights[^1] + block.Weights[i]
                        : Math.Min(weights[^1], block.Weights[i]);
                    times[^1] = Math.Max(times[^1], block.Ticks[i]);
                    continue;
                }

                users.Add(block.Users[i]);
                pictures.Add(block.Pictures[i]);
                weights.Add(block.Weights[i]);
                times.Add(block.Ticks[i]);
            }
        }

        var positions = PositionsOf(images, await store.ReadChosenPicturesAsync(cancellationToken));
        return InOrder(images.Count, users, pictures, weights, times, positions);
    }

    /// <summary>Makes histories of interactions, as <see cref="ReadAsync"/> does of those in the store.</summary>
    /// <param name="images">All images of the gallery.</param>
    /// <param name="people">Everybody's interactions; a row each.</param>
    public static ChoiceHistories Of(IReadOnlyList<Image> images, IReadOnlyList<IReadOnlyList<Interaction>> people)
    {
        var contents = people.SelectMany(interactions => interactions.Select(interaction => interaction.Content)).Distinct().ToArray();
        var positions = contents.Zip(PositionsOf(images, contents)).ToDictionary(pair => pair.First, pair => pair.Second);
        var starts = new List<int> { 0 };
        var kept = new List<(long Time, int Position, float Weight)>();
        foreach (var interactions in people)
        {
            kept.AddRange(interactions
                .Where(one => one.Kind != InteractionKind.Seen && positions[one.Content] >= 0)
                .GroupBy(one => positions[one.Content])
                .Select(choices => (choices.Max(one => one.Time.UtcTicks), choices.Key, WeightOf([.. choices]))).Order());
            starts.Add(kept.Count);
        }

        return Histories(images.Count, starts, kept);
    }

    /// <summary>What one person's interactions with one picture weigh together.</summary>
    private static float WeightOf(IReadOnlyList<Interaction> choices)
    {
        var dislikes = choices.Where(one => one.Kind == InteractionKind.Dislike).Select(one => one.Weight).DefaultIfEmpty(0).Max();
        return (float)(dislikes > 0 ? -dislikes : choices.Sum(one => one.Weight));
    }

    /// <summary>The position of each content that was ever chosen; −1 where the gallery does not have it.</summary>
    private static int[] PositionsOf(IReadOnlyList<Image> images, IReadOnlyList<ContentHash> contents)
    {
        var known = new Dictionary<ContentHash, int>(images.Count);
        for (var position = 0; position < images.Count; position++)
            known.TryAdd(images[position].Content, position);
        return [.. contents.Select(content => known.GetValueOrDefault(content, -1))];
    }

    /// <summary>Puts each person's choices in the order of time; at the same time, in that of the pictures.</summary>
    private static ChoiceHistories InOrder(
        int images, List<int> users, List<int> pictures, List<float> weights, List<long> times, int[] positions)
    {
        var starts = new List<int> { 0 };
        var kept = new List<(long Time, int Position, float Weight)>(users.Count);
        for (var first = 0; first < users.Count;)
        {
            var start = kept.Count;
            var user = users[first];
            for (; first < users.Count && users[first] == user; first++)
            {
                if (positions[pictures[first]] is >= 0 and var position)
                    kept.Add((times[first], position, weights[first]));
            }

            CollectionsMarshal.AsSpan(kept)[start..].Sort();
            starts.Add(kept.Count);
        }

        return Histories(images, starts, kept);
    }

    private static ChoiceHistories Histories(int images, List<int> starts, List<(long Time, int Position, float Weight)> kept) => new(
        images, [.. starts], [.. kept.Select(choice => choice.Position)], [.. kept.Select(choice => choice.Weight)],
        [.. kept.Select(choice => choice.Time)]);
}
