using System.Globalization;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Recommendations;
using Kindred.Tastes;

namespace Kindred.Galleries;

/// <summary>
/// What a user's tastes are, and what the user has set of them. A taste is computed from the likes until the user sets something of it;
/// from then on it is kept with its likes, never split or merged but by the user, and new likes join it where they are near. A like that is
/// forgotten leaves its taste, and a taste without likes goes. Safe to use from several threads.
/// </summary>
public sealed class UserTastes
{
    /// <summary>Kept tastes of one user. Grouping is quadratic in them, and nobody looks after more.</summary>
    private const int MostKept = 500;

    private readonly Gallery _gallery;

    /// <summary>The tastes of a user in a gallery.</summary>
    internal UserTastes(Gallery gallery, string user)
    {
        _gallery = gallery;
        User = UserName.Trim(user);
    }

    /// <summary>Whose they are.</summary>
    public string User { get; }

    private ITasteStore Store => _gallery.Source.Store;

    /// <summary>Reads the tastes, as recommendations are made with them.</summary>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>Largest share first; muted ones last. Empty for somebody who likes nothing.</returns>
    public async Task<IReadOnlyList<Taste>> ReadAsync(CancellationToken cancellationToken = default)
    {
        var interactions = await _gallery.Source.Interactions.FindAsync(User, cancellationToken);
        return _gallery.Tastes(await _gallery.ReadProfileAsync(interactions, cancellationToken));
    }

    /// <summary>Finds a taste by its number, or by the SHA-256 of any of its likes.</summary>
    /// <param name="key">Digits, or 64 hexadecimal digits; <see cref="Taste.Key"/> is such a one.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">There is no such taste.</exception>
    public async Task<Taste> FindAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Find(await ReadAsync(cancellationToken), key);
    }

    /// <summary>Names a taste, weighs it, mutes it, or lets it be heard again. What is not given stays as it is.</summary>
    /// <param name="taste">A taste that was just read.</param>
    /// <param name="name">What to call it: at most 100 characters on one line. An empty name takes the name away.</param>
    /// <param name="weight">How much it counts, from 0.1 to 10; see <see cref="Taste.Weight"/>.</param>
    /// <param name="muted">Whether nothing is recommended for it.</param>
    /// <param name="cancellationToken">Stops before anything is changed.</param>
    /// <returns>The taste as it is from now on.</returns>
    /// <exception cref="KindredException">The name or the weight cannot be, or the taste is no more.</exception>
    public async Task<Taste> SetAsync(
        Taste taste, string? name = null, double? weight = null, bool? muted = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(taste);
        if (weight is { } number && TasteSettings.WeightFault(number) is { } fault)
            throw Bad(fault);
        return (await ChangeAsync(
            [new TasteChange(taste.Id, taste.Id is null ? Contents(taste) : [], Named(name), weight, muted)], cancellationToken))[0];
    }

    /// <summary>Splits a taste in two. The new one has the weight of the other, and is muted where it is.</summary>
    /// <param name="taste">A taste that was just read.</param>
    /// <param name="likes">
    /// The likes that make the new taste, some but not all of it. Where <see langword="null"/> or empty, the taste is split where its two
    /// halves are farthest apart, and the one with the medoid stays.
    /// </param>
    /// <param name="name">What to call the new taste; <see langword="null"/> for no name.</param>
    /// <param name="cancellationToken">Stops before anything is changed.</param>
    /// <returns>What is left of the taste, and the new one.</returns>
    /// <exception cref="KindredException">It cannot be split like that, or is no more.</exception>
    public async Task<(Taste Left, Taste New)> SplitAsync(
        Taste taste, IReadOnlyCollection<ContentHash>? likes = null, string? name = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(taste);
        var all = Contents(taste);
        if (all.Length < 2)
            throw Bad("A taste of one like cannot be split.");
        var chosen = likes is { Count: > 0 } ? likes.ToHashSet() : Half(taste);
        if (chosen.Any(like => !all.Contains(like)))
            throw Bad("A taste can be split only into likes of its own.");
        ContentHash[] rest = [.. all.Where(like => !chosen.Contains(like))];
        if (rest.Length == 0)
            throw Bad("A split has to leave at least one like in the taste.");
        var parts = await ChangeAsync(
            [new TasteChange(taste.Id, rest), new TasteChange(Id: null, chosen, Named(name), taste.Weight, taste.IsMuted)],
            cancellationToken);
        return (parts[0], parts[1]);
    }

    /// <summary>Makes one taste of several: the first takes in all likes of the others, and stays as it is otherwise.</summary>
    /// <param name="tastes">Two or more tastes that were just read.</param>
    /// <param name="name">What to call it; where <see langword="null"/>, as the first of them that has a name.</param>
    /// <param name="cancellationToken">Stops before anything is changed.</param>
    /// <returns>The one taste.</returns>
    /// <exception cref="KindredException">They are fewer than two, or one is no more.</exception>
    public async Task<Taste> MergeAsync(
        IReadOnlyList<Taste> tastes, string? name = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tastes);
        if (tastes.Select(taste => taste.Key).Distinct(StringComparer.Ordinal).Count() < 2)
            throw Bad("It takes two tastes to merge.");
        ContentHash[] likes = [.. tastes.SelectMany(Contents).Distinct()];
        name = Named(name) ?? tastes.Select(taste => taste.Name).FirstOrDefault(known => known is not null);
        return (await ChangeAsync([new TasteChange(tastes[0].Id, likes, name)], cancellationToken))[0];
    }

    /// <summary>Drops what the user has set of a taste: its likes are grouped as any others. A computed taste stays.</summary>
    /// <param name="taste">A taste that was just read.</param>
    /// <param name="cancellationToken">Stops before anything is changed.</param>
    /// <exception cref="KindredException">The taste is no more.</exception>
    public async Task ResetAsync(Taste taste, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(taste);
        if (taste.Id is { } id && !await Store.DropTasteAsync(User, id, cancellationToken))
            throw new NoSuchTasteException(taste.Key);
    }

    private static Taste Find(IReadOnlyList<Taste> tastes, string key)
    {
        var found = ContentHash.TryParse(key, out var like)
            ? tastes.FirstOrDefault(taste => taste.Likes.Any(known => known.Content == like))
            : long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? tastes.FirstOrDefault(taste => taste.Id == id)
                : null;
        return found ?? throw new NoSuchTasteException(key);
    }

    private static ContentHash[] Contents(Taste taste) => [.. taste.Likes.Select(like => like.Content)];

    /// <summary>The likes on that side of a taste's widest gap where its medoid is not.</summary>
    private static HashSet<ContentHash> Half(Taste taste)
    {
        var sides = TasteGrouping.Split([.. taste.Likes.Select(like => like.Embedding)]);
        var medoid = taste.Likes.Zip(sides).First(pair => pair.First.Content == taste.Medoid.Content).Second;
        return [.. taste.Likes.Zip(sides).Where(pair => pair.Second != medoid).Select(pair => pair.First.Content)];
    }

    private static string? Named(string? name) =>
        name is not null && TasteSettings.NameFault(name) is { } fault ? throw Bad(fault) : name?.Trim();

    private static KindredException Bad(string message) => new(Fault.BadTasteChange, message);

    private async Task<Taste[]> ChangeAsync(IReadOnlyList<TasteChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Any(change => change.Id is null) && (await Store.ReadTastesAsync(User, cancellationToken)).Count >= MostKept)
            throw Bad($"At most {MostKept} tastes can be set; merge some, or forget what was set of some.");
        var ids = await Store.ChangeTastesAsync(User, changes, cancellationToken);
        var tastes = await ReadAsync(cancellationToken);
        return [.. ids.Select(id => Find(tastes, id.ToString(CultureInfo.InvariantCulture)))];
    }
}
