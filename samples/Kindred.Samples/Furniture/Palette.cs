using System.Numerics;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Furniture;

/// <summary>The materials of one picture: one wood, one main cloth, one accent, one leather, one metal, that go together.</summary>
internal sealed class Palette
{
    private static readonly int[] Woods =
        [0xC99C66, 0xB07B45, 0x8A5A34, 0x5C3A24, 0xDDBE93, 0xA4622F, 0x3A2A22, 0xE4CDA8, 0x9C7B5B, 0x7A4A2A];

    private static readonly int[] Lacquers = [0xF1EDE4, 0x26282B, 0x5E7B6D, 0x2F4A66, 0xB9C7C4, 0xD9B44A, 0x9B3A32, 0xE7D9C3];

    private static readonly int[] Cloths =
    [
        0x8E9A93, 0x566B7D, 0x2F4858, 0x7B8C6F, 0x4D5D4A, 0xC4B69C, 0xD9CFBE, 0xA9A29A, 0x6D6A68, 0x3C3D42, 0xB5654A, 0xC98B4E, 0xD6A93F,
        0x7D3C3C, 0xA85D6B, 0xD3A29A, 0x5B4A6B, 0x2E6165, 0x3F7F86, 0xEAE4D8, 0x35527A, 0x8A9DB3,
    ];

    private static readonly int[] Accents = [0xD6A93F, 0xB5533C, 0x2F6B6E, 0xE9E1D0, 0x33435C, 0x8F9E7C, 0xCE8E8A, 0x2B2B2E, 0xC77B3B,
        0x6C7F95];

    private static readonly int[] Leathers = [0x8A4B2A, 0x2A2523, 0x5A2A26, 0xB98A5E, 0xE6DCCB, 0x6B4A35, 0x3B4A3F, 0x9A9A98];

    private static readonly int[] Metals = [0xD8DADC, 0x2A2B2D, 0xC9A35A, 0xB6784F, 0x8E9296, 0x1C1D1F];

    private readonly Dice _dice;

    public Palette(Dice dice)
    {
        _dice = dice;
        WoodColor = LinearColor.Of(dice.Pick<int>(Woods));
        Wood = Finishes.Wood(WoodColor, dice.Between(0.3f, 0.6f), dice.Between(0.08f, 0.3f));
        Lacquer = Finishes.Paint(LinearColor.Of(dice.Pick<int>(Lacquers)), 0.3f);
        ClothColor = LinearColor.Of(dice.Pick<int>(Cloths));
        AccentColor = LinearColor.Of(dice.Pick<int>(Accents));
        LeatherColor = LinearColor.Of(dice.Pick<int>(Leathers));
        Leather = Finishes.Leather(LeatherColor);
        Metal = SomeMetal(dice.Pick<int>(Metals));
        Chrome = Finishes.Metal(LinearColor.Of(0xD8DADC), 0.85f);
        Black = Finishes.Plastic(LinearColor.Of(0x242527));
        Cloth = SomeCloth(ClothColor);
        Accent = SomeCloth(AccentColor);
        Linen = Finishes.Cloth(LinearColor.Of(dice.Pick(0xF4F1EA, 0xEFE9DD, 0xE6E8EA, 0xF7F5F2)), 0.7f);
    }

    public Vector3 WoodColor { get; }

    public Vector3 ClothColor { get; }

    public Vector3 AccentColor { get; }

    public Vector3 LeatherColor { get; }

    public Material Wood { get; }

    public Material Lacquer { get; }

    public Material Cloth { get; }

    public Material Accent { get; }

    public Material Leather { get; }

    public Material Metal { get; }

    public Material Chrome { get; }

    public Material Black { get; }

    public Material Linen { get; }

    /// <summary>Wood as it is, or painted.</summary>
    public Material WoodOrLacquer(float painted = 0.3f) => _dice.Chance(painted) ? Lacquer : Wood;

    /// <summary>Cloth, or leather.</summary>
    public Material Cover(float leather = 0.3f) => _dice.Chance(leather) ? Leather : Cloth;

    /// <summary>A color of cloth other than the main one.</summary>
    public Material AnotherCloth() => SomeCloth(LinearColor.Of(_dice.Pick<int>(Cloths)));

    /// <summary>A patterned cloth in the accent color.</summary>
    public Material Figured(float size) =>
        Finishes.Patterned(LinearColor.Of(_dice.Pick(0xEFE8DA, 0xE2D9C8, 0xF4F1EA)), AccentColor, Patterns.Any(_dice, size));

    private Material SomeCloth(Vector3 color) =>
        _dice.Whole(0, 5) switch
        {
            0 => Finishes.Velvet(color),
            1 => Finishes.Boucle(color),
            2 => Finishes.Cloth(color, 2),
            _ => Finishes.Cloth(color),
        };

    private static Material SomeMetal(int color) =>
        color is 0x2A2B2D or 0x1C1D1F ? Finishes.Paint(LinearColor.Of(color), 0.45f) : Finishes.Metal(LinearColor.Of(color), 0.75f);
}
