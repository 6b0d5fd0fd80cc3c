namespace Kindred.Colors;

/// <summary>
/// The centroids of the ISCC-NBS system: the middles of the 267 blocks that the solid of all colors is divided into by the words people
/// have for them. A color has the names of the nearest one.
/// </summary>
/// <remarks>
/// Kelly and Judd, "Color: Universal Language and Dictionary of Names", National Bureau of Standards, Special Publication 440, 1976, with
/// the centroids in sRGB as they are commonly given. A block is called by the noun of its name (dark grayish <em>blue</em>); violet is
/// purple, and blackish is black. Four names that the system has no noun for, or a finer one, are some of its blocks: <em>navy</em> the
/// deep and dark blues, <em>teal</em> the bluish greens and greenish blues, <em>olive</em> the olives and olive greens, <em>beige</em> the
/// pale and grayish ones between yellow, pink and brown. Deep yellowish pink is left out: it is commonly given like deep pink.
/// </remarks>
internal static class ColorCentroids
{
    private static readonly (LabColor Color, ColorName Names)[] All =
    [
        .. Of(
            ColorName.Black,
            "2E1D21 282022 28201C 25241D 1A2421 1E2321 202428 291E29 242124 222222"),
        .. Of(
            ColorName.White,
            "EAE3E1 DFEDE8 E9E9ED E8E3E5 F2F3F4"),
        .. Of(
            ColorName.Grey,
            "C1B6B3 8F817F 5C504F 8E8279 5B504F 8A8776 57554C B2BEB5 7D8984 4E5755 B4BCC0 81878B 51585E BFB9BD "
            + "8B8589 5D555B B9B8B5 848482 555555"),
        .. Of(
            ColorName.Red,
            "BE0032 BC3F4A 841B2D 5C0923 AB4E52 722F37 3F1728 AD8884 905D5D 543D3F CE4676 B3446C 78184A 54133B "
            + "A8516E 673147 38152C AF868E 915F6D"),
        .. Of(
            ColorName.Orange,
            "E25822 D9603B AA381E CB6D51 9E4732 B4745E F38400 FD943F ED872D BE6516 FAB57F D99058 AE6938"),
        .. Of(
            ColorName.Yellow,
            "F6A600 FFC14F EAA221 C98500 FBC97F E3A857 BE8A3D F3C300 FADA5E D4AF37 AF8D13 F8DE7E C9AE5D AB9144 "
            + "A18F60 DCD300 E9E450 BEB72E 9B9400 EAE679 B9B459 98943E EBE8A4 B9B57D"),
        .. Of(
            ColorName.Green,
            "8DB600 BDDA57 7E9F2E 467129 C9DC89 8A9A5B DADFB7 8F9779 27A64C 83D37D 44944A 00622D 003118 B6E5AF "
            + "93C592 679267 355E3B 173620 008856 3EB489 007959 00543D 8ED1B2 6AAB8E 3B7861 1B4D3E 1C352D C7E6D7 "
            + "8DA399 5E716A 3A4B47"),
        .. Of(
            ColorName.Green | ColorName.Olive,
            "404F00 232F00 4A5D23 2B3D26 515744 31362B"),
        .. Of(
            ColorName.Olive,
            "867E36 665D1E 403D21 8C8767 5B5842 363527"),
        .. Of(
            ColorName.Green | ColorName.Teal,
            "008882 00A693 007A74 00443F 96DED1 66ADA4 317873 004B49 002A29"),
        .. Of(
            ColorName.Blue | ColorName.Teal,
            "0085A1 239EBA 007791 2E8495 9CD1DC 66AABC 367588 004958 002E3B"),
        .. Of(
            ColorName.Blue,
            "00A1C2 4997D0 0067A5 A1CAF1 70A3CC 436B95 BCD4E6 91A3B0 536878 6C79B8 545AA7 B3BCE2 8791BF 4E5180 "
            + "C0C8E1 8C92AC"),
        .. Of(
            ColorName.Blue | ColorName.Navy,
            "00416A 00304E 36454F 30267A 272458 252440 4C516D"),
        .. Of(
            ColorName.Black | ColorName.Navy,
            "202830"),
        .. Of(
            ColorName.Purple,
            "9065CA 7E73B8 604E97 32174D DCD0FF 8C82B6 604E81 2F2140 C4C3DD 9690AB 554C69 9A4EAE D399E6 875692 "
            + "602F6B 401A4C D5BADB B695C0 86608E 563C5C 301934 D6CADD AA98A9 796878 50404D 870074 9E4F88 702963 "
            + "54194E B784A7 915C83 5D3954 341731 AA8A9E 836479"),
        .. Of(
            ColorName.Pink,
            "FFB5BA EA9399 E4717A F9CCCA DEA5A4 C08081 EAD8D7 C4AEAD FFB7A5 F99379 F4C2C2 D9A6A9 C48379 C7ADA3 "
            + "FFC8D6 E68FAC DE6FA1 EFBBCC D597AE C17E91 E8CCD7 C3A6B1"),
        .. Of(
            ColorName.Brown,
            "882D17 56070C A87C6D 79443B 3E1D1E 977F73 674C47 43302E 80461B 593319 A67B5B 6F4E37 422518 958070 "
            + "635147 3E322C 996515 654522 C19A6B 826644 4B3621 7E6D5A 483C32 967117 6C541E 3B3121"),
        .. Of(
            ColorName.Beige,
            "ECD5C5 C2AC99 FAD6A5 F3E5AB C2B280 BFB8A5 AE9B82"),
        .. Of(
            ColorName.White | ColorName.Beige,
            "F0EAD6"),
    ];

    /// <summary>
    /// How much farther than the nearest centroid one may be whose names a color has too: between two blocks people call a color by either.
    /// </summary>
    private const float Slack = 2;

    /// <summary>The same for white, because a white shirt is photographed light grey.</summary>
    private const float SlackOfWhite = 8;

    /// <summary>Below this chroma a color is called by no hue: the light has more color of its own.</summary>
    private const float LeastChroma = 5;

    private const ColorName Neutral = ColorName.Black | ColorName.White | ColorName.Grey;

    private static readonly LabColor White = LabColor.FromRgb(0xF2, 0xF3, 0xF4);

    /// <summary>The names of a color; at least one.</summary>
    public static ColorName NamesOf(LabColor color)
    {
        var nearest = float.PositiveInfinity;
        foreach (var (center, _) in All)
            nearest = MathF.Min(nearest, color.DistanceTo(center));
        var names = color.DistanceTo(White) <= nearest + SlackOfWhite ? ColorName.White : ColorName.None;
        foreach (var (center, its) in All)
        {
            if (color.DistanceTo(center) <= nearest + Slack)
                names |= its;
        }

        return color.Chroma < LeastChroma && (names & Neutral) != ColorName.None ? names & Neutral : names;
    }

    private static IEnumerable<(LabColor Color, ColorName Names)> Of(ColorName names, string centroids)
    {
        foreach (var digits in centroids.Split(' '))
        {
            if (!LabColor.TryParse(digits, out var color))
                throw new FormatException($"{digits} is no color.");
            yield return (color, names);
        }
    }
}
