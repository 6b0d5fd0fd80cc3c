using System.Numerics;
using Kindred.Samples.Furniture;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Rooms;

/// <summary>What furnishes a room around the piece it shows.</summary>
internal static class Decor
{
    private static readonly int[] RugColors = [0xD9CFBE, 0x8A9DB3, 0xB5654A, 0x566B7D, 0xC4B69C, 0x7B8C6F, 0xEAE4D8, 0x4A4B50, 0xD3A29A];

    public static void FloorLamp(Mesh mesh, Dice dice, Palette palette, float x, float z)
    {
        var high = dice.Between(1.35f, 1.6f);
        var shade = Finishes.Lamp(LinearColor.Of(dice.Pick(0xF6EBD2, 0xF1E2C4, 0xEDE9E0)), dice.Between(0.25f, 0.6f));
        mesh.Add(palette.Metal, Rounds.Disc(0.14f, 0.02f).At(x, 0, z));
        if (dice.Chance(0.4f))
        {
            var side = -MathF.Sign(x);
            mesh.Add(palette.Metal,
                Rounds.Tube(Curve.Through(8, new(x, 0.02f, z), new(x, high * 0.8f, z), new(x + (side * 0.18f), high + 0.12f, z),
                new(x + (side * 0.38f), high - 0.05f, z)), 0.011f));
            mesh.Add(shade,
                Rounds.Lathe(26, (0.04f, 0.09f), (0.09f, 0.07f), (0.13f, 0), (0.12f, 0)).At(x + (side * 0.39f), high - 0.14f, z));
            return;
        }

        mesh.Add(palette.Metal, Rounds.Rod(new(x, 0, z), new(x, high, z), 0.011f));
        mesh.Add(shade, Rounds.Lathe(28, (dice.Between(0.15f, 0.22f), 0), (dice.Between(0.10f, 0.15f), 0.26f)).At(x, high - 0.12f, z));
    }

    public static void Rug(Mesh mesh, Dice dice, float width, float depth)
    {
        Vector3 ground = LinearColor.Of(dice.Pick<int>(RugColors)), figure = LinearColor.Of(dice.Pick<int>(RugColors));
        var wool = dice.Whole(0, 2) switch
        {
            0 => Finishes.Boucle(ground),
            1 => Finishes.Patterned(ground, figure, Patterns.Any(dice, dice.Between(0.12f, 0.3f))),
            _ => Bordered(ground, figure, width, depth),
        };
        wool = wool with { CastsShadow = false, Sheen = 0 };
        if (dice.Chance(0.3f))
            mesh.Add(wool, Rounds.Disc(MathF.Max(width, depth) / 2, 0.012f).At(0, 0.001f, 0));
        else
            mesh.Add(wool, Centered(Boxes.Box(width, 0.012f, depth, 0.005f)).At(0, 0.006f, 0));
    }

    public static void Picture(Mesh mesh, Dice dice, Palette palette, float x, float y, float z)
    {
        float width = dice.Between(0.4f, 0.75f), high = dice.Between(0.45f, 0.7f);
        var frame = (dice.Chance(0.5f) ? palette.Wood
            : Finishes.Paint(LinearColor.Of(dice.Pick(0x232426, 0xF4F2EC)))) with
        { CastsShadow = false };
        Vector3 paper = LinearColor.Of(dice.Pick(0xF3EFE6, 0xEAE6DC)), ink = palette.AccentColor,
            second = LinearColor.Of(dice.Pick<int>(RugColors));
        var (horizon, sun) = (dice.Between(-0.1f, 0.1f), dice.Between(-0.1f, 0.1f));
        var art = new Material(p =>
        {
            // X and Y run over the sheet: hills under a sun.
            var hill = horizon + (0.05f * MathF.Sin((p.X * 14) + 1));
            if (Vector2.Distance(new(p.X, p.Y), new(sun, horizon + 0.08f)) < 0.06f)
                return ink;
            return p.Y < hill - 0.06f ? ink * 0.8f : p.Y < hill ? second : paper;
        })
        { CastsShadow = false, Placed = true };
        mesh.Add(frame, Boxes.Box(width + 0.05f, high + 0.05f, 0.025f).At(x, y, z + 0.013f));
        mesh.Add(art, Flat(Boxes.Box(width, high, 0.004f, 0.001f)).At(x, y, z + 0.027f));
    }

    public static void Skirting(Mesh mesh, Vector3 color, float wallZ, float sideX, float high)
    {
        var board = Finishes.Paint(color, 0.15f) with { CastsShadow = false };
        // Walls are not solid: what lay behind the one at the side would be seen through it.
        float left = sideX < 0 ? sideX : -9, right = sideX > 0 ? sideX : 9;
        mesh.Add(board, Boxes.Box(right - left, high, 0.018f, 0.006f).At((left + right) / 2, high / 2, wallZ + 0.009f));
        if (sideX != 0)
            mesh.Add(board, Boxes.Box(0.018f, high, 10, 0.006f).At(sideX - (MathF.Sign(sideX) * 0.009f), high / 2, wallZ + 5));
    }

    /// <summary>A window in the back wall, with daylight behind it.</summary>
    public static void Window(Mesh mesh, Dice dice, float x, float wallZ)
    {
        float width = dice.Between(0.9f, 1.3f), high = dice.Between(1.0f, 1.3f), y = 0.95f + (high / 2);
        var frame = Finishes.Paint(LinearColor.Of(0xF6F4EF), 0.2f) with { CastsShadow = false };
        var green = dice.Between(0.15f, 0.45f);
        var day = new Material(p =>
            Vector3.Lerp(LinearColor.Of(0xA9C79A), LinearColor.Of(0xDCEBF7),
            Noise.Step(-0.5f + green, -0.3f + green, p.Y + (0.1f * Noise.Fractal(p * 4)))))
        { CastsShadow = false, Placed = true, Glow = 0.75f };
        mesh.Add(day, Flat(Boxes.Box(width, high, 0.006f, 0.002f)).At(x, y, wallZ + 0.006f));
        mesh.Add(frame, Boxes.Box(width + 0.16f, 0.045f, 0.10f).At(x, y - (high / 2) - 0.03f, wallZ + 0.05f));
        mesh.Add(frame, Boxes.Box(width + 0.12f, 0.06f, 0.035f).At(x, y + (high / 2), wallZ + 0.018f));
        mesh.Add(frame, Boxes.Box(width, 0.03f, 0.03f).At(x, y + (high * 0.16f), wallZ + 0.016f));
        foreach (var at in (ReadOnlySpan<float>)[-width / 2, 0, width / 2])
            mesh.Add(frame, Boxes.Box(at == 0 ? 0.035f : 0.06f, high, 0.035f).At(x + at, y, wallZ + 0.018f));
    }

    private static Material Bordered(Vector3 ground, Vector3 border, float width, float depth) =>
        new(p =>
        {
            var inset = MathF.Min((width / 2) - MathF.Abs(p.X), (depth / 2) - MathF.Abs(p.Y));
            return (inset is > 0.06f and < 0.14f ? border : ground) * (0.93f + (0.1f * Noise.At(p * 120)));
        })
        { Placed = true };

    // Lays the figure's X and Y over a sheet that lies, or over one that hangs.
    private static Solid Centered(Solid solid)
    {
        for (var i = 0; i < solid.Grain.Length; i++)
            solid.Grain[i] = new Vector3(solid.Points[i].X, solid.Points[i].Z, 0);
        return solid;
    }

    private static Solid Flat(Solid solid)
    {
        for (var i = 0; i < solid.Grain.Length; i++)
            solid.Grain[i] = new Vector3(solid.Points[i].X, solid.Points[i].Y, 0);
        return solid;
    }
}
