using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Kindred.Interactions;

/// <summary>
/// What an interaction is: a choice, which a user makes of a picture and can change (<see cref="Like"/>, <see cref="Dislike"/>,
/// <see cref="Seen"/>; one of each kind for a picture), or an event, which happened at a time and may happen again (<see cref="View"/>,
/// <see cref="Cart"/>, <see cref="Purchase"/>, or any other name). Kinds are an open set: a shop names its own.
/// </summary>
public readonly record struct InteractionKind : IParsable<InteractionKind>
{
    private const string LikeName = "like";
    private const int MostCharacters = 32;

    private static readonly SearchValues<char> Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private readonly string? _name;

    private InteractionKind(string name) => _name = name == LikeName ? null : name;

    /// <summary>Wants more like it.</summary>
    public static InteractionKind Like => default;

    /// <summary>Wants nothing like it.</summary>
    public static InteractionKind Dislike { get; } = new("dislike");

    /// <summary>Knows it already; says nothing about taste, and goes together with any of the others.</summary>
    public static InteractionKind Seen { get; } = new("seen");

    /// <summary>Looked at it more closely. Weak evidence of taste: weight 0.2.</summary>
    public static InteractionKind View { get; } = new("view");

    /// <summary>Put it in the cart. Counts as a like of weight 0.6.</summary>
    public static InteractionKind Cart { get; } = new("cart");

    /// <summary>Bought it. Counts as a like of weight 1.</summary>
    public static InteractionKind Purchase { get; } = new("purchase");

    /// <summary>Its name: small letters, digits and hyphens, a letter first, at most 32.</summary>
    public string Name => _name ?? LikeName;

    /// <summary>Whether it is like, dislike or seen: one for each user and picture. All others are events.</summary>
    public bool IsChoice => this == Like || this == Dislike || this == Seen;

    /// <summary>
    /// How much it counts where nothing else is said: 1 for like, dislike, seen and purchase, 0.6 for cart, 0.2 for view;
    /// <see langword="null"/> for all others, which have to be given a weight.
    /// </summary>
    public double? DefaultWeight => Name switch
    {
        LikeName or "dislike" or "seen" or "purchase" => 1,
        "cart" => 0.6,
        "view" => 0.2,
        _ => null,
    };

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static InteractionKind Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var kind)
        ? kind
        : throw new FormatException(
            $"'{s}' is not a kind: use small letters, digits and hyphens, a letter first, at most {MostCharacters} characters.");

    /// <summary>Reads a name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out InteractionKind result)
    {
        var isName = s is { Length: <= MostCharacters } && IsWord(s);
        result = isName ? new InteractionKind(s!) : default; // Null is no name.
        return isName;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    // It is read for every row: no regular expression.
    private static bool IsWord(string s) =>
        s.Length > 0 && char.IsAsciiLetterLower(s[0]) && !s.AsSpan().ContainsAnyExcept(Characters);
}
