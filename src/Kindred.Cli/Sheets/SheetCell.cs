using Kindred.Recommendations;
using Kindred.Recommendations.Explanations;

namespace Kindred.Cli.Sheets;

/// <summary>One picture on a sheet and what is written with it.</summary>
/// <param name="Picture">The thumbnail, or <see langword="null"/> where the file is missing or unreadable.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Label">Its label, if it has one.</param>
internal sealed record SheetCell(SheetPicture? Picture, string Name, string? Label = null)
{
    /// <summary>How sure it is, from 0 to 1.</summary>
    public float? Confidence { get; init; }

    /// <summary>A line that says why it is here. A grid leaves room for it where any of its cells has one.</summary>
    public string? Caption { get; init; }

    /// <summary>What stands there where the caption does not fit; the caption, shortened, where this is none.</summary>
    public string? ShortCaption { get; init; }

    /// <summary>What it belongs to, in a word or two.</summary>
    public string? Group { get; init; }

    /// <summary>In how many colors there is what it shows, in a few words; none where there is one.</summary>
    public string? Colors { get; init; }

    /// <summary>The same thing in other colors, as many as there may be room for.</summary>
    public IReadOnlyList<SheetPicture?> Variants { get; init; } = [];

    /// <summary>What stands where the heat map would, where there is a reason for none, in a few words.</summary>
    public string? InPlaceOfMap { get; init; }

    /// <summary>Where in the picture the score comes from.</summary>
    public HeatMap? Map { get; init; }
}

/// <summary>Pictures that were chosen for the same reason: all the likes, those of one taste, the dislikes.</summary>
/// <param name="Heading">What they have in common.</param>
/// <param name="Cells">The pictures.</param>
/// <param name="Disliked">Marks them as what not to show.</param>
/// <param name="Total">How many there are in all, where not all are drawn.</param>
internal sealed record SheetGroup(string Heading, IReadOnlyList<SheetCell> Cells, bool Disliked = false, int? Total = null);
