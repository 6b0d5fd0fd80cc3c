using System.Text;
using Kindred.Attributes;
using Kindred.Derived;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.NearDuplicates;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Tastes;

namespace Kindred.Tests.Libraries.Transfers;

/// <summary>
/// A library that has something in every table, with names in several scripts, and numbers that were given and are free again.
/// </summary>
internal static class FullLibrary
{
    /// <summary>A kind that no library knows from the start.</summary>
    public static readonly InteractionKind Wish = InteractionKind.Parse("wish-list", provider: null);

    private static readonly EmbedderStamp Stamp = new("model-é", "aa11", "[map avg 1]", "8x8 rgb", Metric.Cosine, 3, FitsSpace: true);
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, 123, 456, TimeSpan.Zero);
    private static readonly DateTime Modified = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static ContentHash Content(string content) => ContentHash.Of(Encoding.UTF8.GetBytes(content));

    /// <summary>Fills a store.</summary>
    /// <param name="store">A new one.</param>
    /// <param name="near">A gallery folder beside the library, which a file of SQLite writes down in another way.</param>
    /// <param name="people">How many people look at pictures, beside two who do all else.</param>
    public static async Task FillAsync(ILibraryStore store, string near, int people = 20)
    {
        await store.WriteSettingsAsync(new LibrarySettings(Stamp, SpaceKind.Visual), Cancel);
        var far = Path.Combine(Path.GetTempPath(), "gallery-ü 写真");
        await store.AddFolderAsync(near, Cancel);
        await store.AddFolderAsync(far, Cancel);
        await store.ApplyAsync(Pictures(near, far), Cancel);
        await store.WriteNearDuplicatesAsync(
            [
                new NearDuplicatePair(Content("A"), Content("B"), 0.75f),
                new NearDuplicatePair(Content("C"), Content("B"), 1f / 3, Likeness.Variant),
            ],
            [Content("A"), Content("B")], Cancel);
        await store.WriteDerivedAsync("space", new DerivedRecord("""{"labels":null}""", new byte[] { 0, 1, 255 }), isShown: true, Cancel);
        await store.WriteDerivedAsync("nothing", new DerivedRecord("", ReadOnlyMemory<byte>.Empty), isShown: false, Cancel);
        await DescribeAsync(store);
        await ChooseAsync(store, people);

        // The greatest numbers are free again, and never given again.
        var gone = new LibraryChanges();
        gone.Removed.Add((far, "😀.jpg"));
        await store.ApplyAsync(gone, Cancel);
        await store.RecordAsync("forgotten", [Choice(InteractionKind.Like, "A")], Now, Cancel);
        await store.ChangeTastesAsync("forgotten", [new TasteChange(Id: null, [Content("A")])], Cancel);
        await store.ForgetUserAsync("forgotten", Cancel);
    }

    private static LibraryChanges Pictures(string near, string far)
    {
        var changes = new LibraryChanges();
        (string Folder, string Path, string Content)[] pictures =
        [
            (near, "a.jpg", "A"), (far, "a.jpg", "A"), (near, "stühle/b 'x'.jpg", "B"), (near, "椅子/%c_.jpg", "C"),
            (far, "\uFF5E.jpg", "D"), (far, "😀.jpg", "E"),
        ];
        foreach (var (folder, path, content) in pictures)
            changes.Files.Add(new IndexedFile(folder, path, Content(content), content.Length, Modified));
        foreach (var content in pictures.Select(picture => picture.Content).Distinct())
        {
            changes.Embeddings.Add(
                new ContentEmbedding(Content(content), new float[] { content[0], -0f, -2 }, 640, 480)
                {
                    Fingerprint = content == "D" ? null : new Fingerprint(Enumerable.Repeat((byte)content[0], Fingerprint.Size).ToArray()),
                });
        }

        changes.Failures.Add(new ImageFailure(near, "kaputt é.jpg", "not a picture: “x”", 17, Modified));
        changes.Failures.Add(new ImageFailure(far, "leer.jpg", "empty file", 0, DateTime.MinValue));
        return changes;
    }

    private static async Task DescribeAsync(ILibraryStore store)
    {
        var images = await store.ReadImagesAsync(Cancel);
        async IAsyncEnumerable<AttributeBatch> Batches()
        {
            await Task.CompletedTask;
            yield return new AttributeBatch(
                [new AttributeDefinition("Größe", AttributeType.Number), new AttributeDefinition("brand", AttributeType.Text)],
                new AttributeChange[]
                {
                    new(images[0].Id, "SKU-1 ü", """{"Größe":12.5,"brand":"IKEA \"Älmhult\" 椅子"}"""), new(images[1].Id, null, "{}"),
                });
        }

        await store.WriteAttributesAsync(Batches(), replaces: false, Cancel);
    }

    private static async Task ChooseAsync(ILibraryStore store, int people)
    {
        await store.RecordAsync(
            "ann",
            [
                Choice(InteractionKind.Like, "A"), Choice(InteractionKind.Dislike, "B") with { Weight = 2.5 },
                Choice(InteractionKind.Seen, "A"),
                Choice(InteractionKind.View, "C") with { Time = Now.AddTicks(-1) },
                Choice(InteractionKind.View, "C") with { Time = Now },
                Choice(InteractionKind.Purchase, "C"), Choice(Wish, "D") with { Weight = 0.7 },
                Choice(Wish, "gone long ago") with { Weight = 0.1 },
            ],
            Now, Cancel);
        await store.RecordAsync(
            "bob \uFF5E 😀",
            [Choice(InteractionKind.Like, "C"), Choice(InteractionKind.Like, "A") with { Name = "was called otherwise.jpg" }],
            Now, Cancel);
        await store.ChangeTastesAsync(
            "ann", [new TasteChange(Id: null, [Content("A")], "椅子 'x'", 0.1, IsMuted: true), new TasteChange(Id: null, [Content("C")])],
            Cancel);
        for (var i = 0; i < people; i++)
        {
            await store.RecordAsync(
                $"person {i}", [.. Enumerable.Range(0, 5).Select(view => Choice(InteractionKind.View, $"{i % 7} {view}"))],
                Now.AddTicks(i), Cancel);
        }
    }

    private static Choice Choice(InteractionKind kind, string content) => new(kind, Content(content), $"{content}.jpg");
}
