using Kindred.Choices;

namespace Kindred.Tests.Choices;

/// <summary>
/// People who choose within circles that nothing else shows: person p belongs to circle p % circles, picture i to i % circles.
/// </summary>
internal static class MadeUpChoices
{
    /// <summary>Draws histories.</summary>
    /// <param name="people">How many people.</param>
    /// <param name="pictures">How many pictures.</param>
    /// <param name="circles">How many circles.</param>
    /// <param name="likes">Likes of each person.</param>
    /// <param name="seed">Seed.</param>
    public static ChoiceHistories Draw(int people, int pictures, int circles, int likes, int seed = 1)
    {
        var random = new Random(seed);
        var (starts, entries) = (new List<int> { 0 }, new List<int>());
        for (var person = 0; person < people; person++)
        {
            int[] circle = [.. Enumerable.Range(0, pictures).Where(picture => picture % circles == person % circles)];
            random.Shuffle(circle);
            entries.AddRange(circle.Take(likes));
            starts.Add(entries.Count);
        }

        return new ChoiceHistories(
            pictures, [.. starts], [.. entries], [.. entries.Select(_ => 1f)],
            [.. entries.Select((_, i) => DateTime.UnixEpoch.AddHours(i).Ticks)]);
    }
}
