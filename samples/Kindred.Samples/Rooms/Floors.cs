using System.Numerics;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Rooms;

/// <summary>A covering of floor or wall: its color at a place, in meters, and its mean color.</summary>
internal sealed record Covering(Func<float, float, Vector3> Color, Vector3 Tone, float Shine = 0);

/// <summary>Boards, tiles, carpet and other floors.</summary>
internal static class Floors
{
    private static readonly int[] Woods = [0xC6A27A, 0xA97B50, 0x8B6644, 0xDCC5A3, 0x6B4E38, 0xB9A68F];

    public static Covering Any(Dice dice)
    {
        var wood = LinearColor.Of(dice.Pick<int>(Woods));
        return dice.Whole(0, 6) switch
        {
            0 or 1 => Planks(wood, dice.Between(0.1f, 0.19f), dice.Chance(0.5f)),
            2 => Herringbone(wood),
            3 => Tiles(LinearColor.Of(dice.Pick(0xDAD6CE, 0xB9B4AA, 0x8E9294, 0xE6E0D5)), dice.Between(0.3f, 0.6f)),
            4 => Checkered(LinearColor.Of(0xE9E4DA), LinearColor.Of(dice.Pick(0x3E4042, 0x7D8A86, 0xA5694F)), 0.32f),
            5 => Carpet(LinearColor.Of(dice.Pick(0xC9C1B4, 0x9AA0A3, 0x7F8A83, 0xB3A797, 0x6F6A72))),
            _ => Concrete(LinearColor.Of(dice.Pick(0xB7B5B0, 0x9C9B98, 0xCBC8C1))),
        };
    }

    public static Covering Planks(Vector3 wood, float width, bool across) =>
        new(
            (x, z) =>
            {
                var (along, over) = across ? (x, z) : (z, x);
                var row = (int)MathF.Floor(over / width);
                var board = (int)MathF.Floor((along / 1.3f) + Noise.Cell(row, 5));
                var gap = MathF.Abs((over / width) - MathF.Round(over / width)) * width;
                return Board(wood, along, over, Noise.Cell(row, board)) * (gap < 0.003f ? 0.6f : 1);
            },
            wood * 0.85f,
            0.35f);

    public static Covering Herringbone(Vector3 wood) =>
        new(
            (x, z) =>
            {
                // Turned by 45 degrees; a board is four cells long and one wide, and rows step by one.
                float u = (x + z) / 0.127f, v = (z - x) / 0.127f;
                int i = (int)MathF.Floor(u), j = (int)MathF.Floor(v);
                var step = (((i - j) % 8) + 8) % 8;
                var lying = step < 4;
                var board = lying ? Noise.Cell(i - step, j) : Noise.Cell(i, j - (7 - step));
                return lying ? Board(wood, u * 0.09f, v * 0.09f, board) : Board(wood, v * 0.09f, u * 0.09f, board) * 0.94f;
            },
            wood * 0.83f,
            0.3f);

    public static Covering Tiles(Vector3 color, float size) =>
        new(
            (x, z) =>
            {
                float u = x / size, v = z / size;
                var joint = MathF.Min(MathF.Abs(u - MathF.Round(u)), MathF.Abs(v - MathF.Round(v))) * size;
                var tint = 0.95f + (0.07f * Noise.Cell((int)MathF.Floor(u), (int)MathF.Floor(v))) + (0.05f * Noise.At(x * 6, z * 6, 0));
                return joint < 0.004f ? color * 0.68f : color * tint;
            },
            color,
            0.5f);

    public static Covering Checkered(Vector3 light, Vector3 dark, float size) =>
        new(
            (x, z) =>
                ((((int)MathF.Floor(x / size) + (int)MathF.Floor(z / size)) & 1) == 0 ? light
                : dark) * (0.97f + (0.05f * Noise.At(x * 8, z * 8, 0))),
            (light + dark) / 2,
            0.5f);

    public static Covering Carpet(Vector3 color) =>
        new((x, z) => color * (0.95f + (0.10f * Noise.At(x * 90, z * 90, 0)) + (0.05f * Noise.At(x * 4, z * 4, 0))), color);

    public static Covering Concrete(Vector3 color) =>
        new((x, z) => color * (0.97f + (0.09f * Noise.Fractal(new Vector3(x * 2, z * 2, 0)))), color, 0.25f);

    public static Covering Grass(Vector3 color) =>
        new(
            (x, z) => color * (0.85f + (0.28f * Noise.At(x * 60, z * 60, 0)) + (0.2f * Noise.Fractal(new Vector3(x * 3, z * 3, 0)))),
            color);

    private static Vector3 Board(Vector3 wood, float along, float across, float tint)
    {
        var grain = Noise.At(along * 3, (across * 42) + (tint * 30), tint * 20);
        return wood * (0.80f + (0.24f * tint) + (0.10f * grain));
    }
}
