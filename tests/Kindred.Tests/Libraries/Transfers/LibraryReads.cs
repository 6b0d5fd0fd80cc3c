using Kindred.Images;
using Kindred.Storage;

namespace Kindred.Tests.Libraries.Transfers;

/// <summary>All that Kindred itself reads from a library.</summary>
internal static class LibraryReads
{
    /// <summary>Says it in lines, each of which begins with what it is about.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(ILibraryStore store, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        void Add<T>(string what, IEnumerable<T> values) => lines.AddRange(values.Select(value => $"{what}: {value}"));

        var images = await store.ReadImagesAsync(cancellationToken);
        ContentHash[] contents =
        [
            .. (await store.ReadContentsAsync(cancellationToken)).OrderBy(content => content.ToString(), StringComparer.Ordinal),
        ];
        var settings = await store.ReadSettingsAsync(cancellationToken);
        var stamp = settings?.Stamp;
        Add("settings", [$"{settings} {stamp?.Weights} {stamp?.Input} {stamp?.Metric} {stamp?.Dimensions} {stamp?.FitsSpace}"]);
        Add("state", [await store.ReadStateAsync(cancellationToken)]);
        Add("folder", await store.ReadFoldersAsync(cancellationToken));
        Add("image", images);
        Add("failure", await store.ReadFailuresAsync(cancellationToken));
        await foreach (var stored in store.ReadEmbeddingsAsync(cancellationToken))
            Add("embedding", [$"{stored.Image.Id} {string.Join(' ', stored.Embedding.ToArray())}"]);
        var kept = await store.ReadContentEmbeddingsAsync(contents, cancellationToken);
        Add("kept embedding", contents.Select(content => $"{content} {string.Join(' ', kept[content])}"));
        Add("fingerprint", (await store.ReadFingerprintsAsync(contents, cancellationToken))
            .Select(pair => $"{pair.Key} {Convert.ToHexString(pair.Value.Bytes)}").Order(StringComparer.Ordinal));
        Add("uncompared", await store.ReadUncomparedAsync(cancellationToken));
        Add("near-duplicates", await store.ReadNearDuplicatesAsync(cancellationToken));
        foreach (var name in (string[])["space", "nothing"])
        {
            var derived = await store.ReadDerivedAsync(name, cancellationToken);
            Add($"derived {name}", [$"{derived?.Source} {Convert.ToHexString((derived?.Value ?? default).Span)}"]);
        }

        Add("attribute", await store.ReadAttributeDefinitionsAsync(cancellationToken));
        await foreach (var given in store.ReadAttributesAsync(cancellationToken))
            Add("attributes", [$"{given.Image} {given.OwnId} {Convert.ToHexString(given.Values.Span)}"]);
        Add("attributes of revision", [await store.ReadAttributesRevisionAsync(cancellationToken)]);
        var users = await store.ReadUsersAsync(cancellationToken);
        Add("user", users);
        await foreach (var interaction in store.ReadAllInteractionsAsync(cancellationToken))
            Add("interaction", [interaction]);
        Add("chosen", await store.ReadChosenPicturesAsync(cancellationToken));
        foreach (var user in users)
        {
            Add($"number of {user.User}", [await store.FindUserNumberAsync(user.User, cancellationToken)]);
            Add($"taste of {user.User}", (await store.ReadTastesAsync(user.User, cancellationToken))
                .Select(taste => $"{taste} {string.Join(' ', taste.Likes)}"));
        }

        return lines;
    }
}
