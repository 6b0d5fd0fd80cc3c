using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kindred.Tests.Choices;

/// <summary>
/// People whose choices follow circles that no picture shows: person p likes pictures i with i % 5 == p % 5, eight of twelve. Beside them
/// there is one picture that only four people like, their first.
/// </summary>
internal static class Circles
{
    public const int Count = 5;
    public const int Pictures = 60;
    public const int People = 80;
    public const int Likes = 8;

    /// <summary>The picture that fewer people like than anything is said of.</summary>
    public const string Rare = "rare.jpg";

    /// <summary>Draws the pictures, each unlike the others.</summary>
    public static void Draw(string folder)
    {
        Directory.CreateDirectory(folder);
        for (var picture = 0; picture < Pictures; picture++)
            TestPictures.Write(Path.Combine(folder, NameOf(picture)), 7000 + picture);
        TestPictures.Write(Path.Combine(folder, Rare), 7999);
    }

    public static string NameOf(int picture) => $"{picture:00}.jpg";

    public static string UserOf(int person) => $"p{person}";

    /// <summary>The circle of a picture; −1 for the rare one.</summary>
    public static int CircleOf(string name) => name == Rare ? -1 : int.Parse(name[..2], CultureInfo.InvariantCulture) % Count;

    /// <summary>What a person likes, oldest first.</summary>
    public static IReadOnlyList<string> LikesOf(int person)
    {
        int[] circle = [.. Enumerable.Range(0, Pictures).Where(picture => picture % Count == person % Count)];
        new Random(person).Shuffle(circle);
        var likes = circle.Take(Likes).Select(NameOf);
        return [.. person < 4 ? likes.Prepend(Rare) : likes];
    }

    /// <summary>How many people like both of two pictures.</summary>
    public static int WhoLikeBoth(string one, string other) =>
        Enumerable.Range(0, People).Count(person => LikesOf(person).Contains(one) && LikesOf(person).Contains(other));

    /// <summary>A file of the likes of some people, as a shop would have it.</summary>
    public static string Csv(int people = People)
    {
        var lines = new StringBuilder("user,picture,kind,time\n");
        foreach (var (person, picture, time) in All(people))
            lines.Append(CultureInfo.InvariantCulture, $"{UserOf(person)},{picture},like,{time:O}\n");
        return lines.ToString();
    }

    /// <summary>The same as a request.</summary>
    public static string Batch() => JsonSerializer.Serialize(new
    {
        interactions = All(People)
            .Select(like => new { user = UserOf(like.Person), picture = like.Picture, kind = "like", time = like.Time }),
    });

    private static IEnumerable<(int Person, string Picture, DateTime Time)> All(int people) =>
        from person in Enumerable.Range(0, people)
        from like in LikesOf(person).Index()
        select (person, like.Item, new DateTime(2026, 11, 1, 0, person % 60, 0, DateTimeKind.Utc).AddDays(like.Index));
}
