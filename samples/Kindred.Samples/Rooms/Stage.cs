using System.Numerics;
using Kindred.Samples.Furniture;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Rooms;

/// <summary>Sets the scene: where the furniture stands, what is around it and how it is lit.</summary>
internal static class Stage
{
    /// <summary>Furnishes the mesh with a room and describes what lies behind it.</summary>
    /// <param name="mesh">The furniture, which the room's things are added to.</param>
    /// <param name="dice">Decides on the room.</param>
    /// <param name="palette">Colors that go with the furniture.</param>
    /// <param name="yaw">Where the camera stands, in degrees to the right of the front.</param>
    /// <param name="againstWall">True for what stands with its back to a wall.</param>
    /// <param name="outdoors">True for what is also found in a garden.</param>
    public static Backdrop Set(Mesh mesh, Dice dice, Palette palette, float yaw, bool againstWall, bool outdoors)
    {
        var (low, high) = mesh.Extent();
        var tone = Tone(mesh);
        return dice.Whole(0, 9) switch
        {
            < 3 => Studio(dice, tone),
            3 when outdoors => Outdoors(mesh, dice, high),
            _ => Room(mesh, dice, palette, low, high, tone, yaw, againstWall),
        };
    }

    public static LightSetting Light(Dice dice, bool window, Vector3 center)
    {
        var around = dice.Sign() * dice.Between(18, 62);
        var height = window ? dice.Between(28, 40) : dice.Between(38, 66);
        var (sy, cy) = MathF.SinCos(float.DegreesToRadians(around));
        var (sp, cp) = MathF.SinCos(float.DegreesToRadians(height));
        var warm = dice.Between(-1, 1);
        var key = new Vector3(1 + (0.10f * warm), 1, 1 - (0.16f * warm)) * dice.Between(0.62f, 0.95f);
        var sky = new Vector3(1 - (0.05f * warm), 1, 1 + (0.07f * warm)) * dice.Between(0.50f, 0.66f);
        return new LightSetting(new Vector3(sy * cp, sp, cy * cp), window ? key * 1.5f : key, sky, dice.Between(0.25f, 1))
        {
            ThroughWindow = window,
            WindowCenter = center + new Vector3(dice.Between(-0.3f, 0.3f), 0.1f, 0),
        };
    }

    private static Backdrop Studio(Dice dice, Vector3 furniture)
    {
        var paper = dice.Chance(0.5f) ? LinearColor.Of(dice.Pick(0xFAFAF9, 0xF1F0EE, 0xECEBE8)) : Walls.Against(dice, furniture);
        var horizon = paper * dice.Between(0.86f, 1);
        return new Backdrop
        {
            Floor = (_, _) => paper,
            FloorTone = paper,
            Sky = up => Vector3.Lerp(horizon, paper * 0.97f, Noise.Step(-0.1f, 0.4f, up)),
            Haze = 9,
            Seamless = true,
        };
    }

    private static Backdrop Outdoors(Mesh mesh, Dice dice, Vector3 high)
    {
        var floor = dice.Whole(0, 2) switch
        {
            0 => Floors.Grass(LinearColor.Of(dice.Pick(0x6E8F4A, 0x7D9A55, 0x5C7F45))),
            1 => Floors.Planks(LinearColor.Of(dice.Pick(0xA98B6B, 0x8F8578)), 0.14f, across: true),
            _ => Floors.Tiles(LinearColor.Of(0xC9C2B4), 0.5f),
        };
        Vector3 zenith = LinearColor.Of(dice.Pick(0x6FA3D8, 0x8DB7DD, 0x9FB6C9, 0xE0B48C)),
            haze = LinearColor.Of(dice.Pick(0xE3EDF3, 0xF3E6D6));
        var hedge = LinearColor.Of(dice.Pick(0x47643A, 0x5A7348, 0x38553F));
        if (dice.Chance(0.5f))
            Plants.Potted(mesh, dice, dice.Sign() * (high.X + 0.45f), -0.5f);
        return new Backdrop
        {
            Floor = floor.Color,
            FloorTone = floor.Tone,
            Wall = (u, v) => v < 1.15f + (0.25f * Noise.At(u * 1.3f, 0, 1)) + (0.10f * Noise.At(u * 6, v * 6, 1))
                ? hedge * (0.9f + (0.5f * Noise.Fractal(new Vector3(u * 5, v * 5, 0))))
                : Vector3.Lerp(haze, zenith, Noise.Step(0.8f, 5, v)) * 1.05f,
            WallZ = -5.5f,
            Sky = up => Vector3.Lerp(haze, zenith, Noise.Step(0, 0.5f, up)),
            Haze = 40,
        };
    }

    private static Backdrop Room(
        Mesh mesh, Dice dice, Palette palette, Vector3 low, Vector3 high, Vector3 tone, float yaw, bool againstWall)
    {
        var wall = Walls.Any(dice, tone);
        var floor = Floors.Any(dice);
        var wallZ = low.Z - (againstWall ? 0.03f : dice.Between(0.35f, 1.3f));
        // The side wall stands on the side that the camera looks towards, beyond what may stand beside the furniture.
        var away = yaw > 0 ? -1 : 1;
        var sideX = MathF.Abs(yaw) > 8 && dice.Chance(0.4f) ? away * (MathF.Max(-low.X, high.X) + dice.Between(1, 1.6f)) : 0;
        Decor.Skirting(mesh, dice.Chance(0.75f) ? LinearColor.Of(0xF3F0EA) : wall.Tone * 0.8f, wallZ, sideX, dice.Between(0.07f, 0.16f));
        if (dice.Chance(againstWall ? 0.6f : 0.35f))
            Decor.Rug(mesh, dice, high.X - low.X + dice.Between(0.5f, 0.9f), high.Z - low.Z + dice.Between(0.3f, 0.7f));

        var besides = MathF.Max(0.1f, -wallZ - 0.30f);
        if (dice.Chance(0.4f))
            Plants.Potted(mesh, dice, away * (high.X + 0.40f), -besides);
        if (dice.Chance(0.3f))
            Decor.FloorLamp(mesh, dice, palette, -away * (high.X + 0.32f), -besides);
        var overhead = MathF.Max(1.45f, high.Y + 0.5f);
        if (dice.Chance(0.35f))
            Decor.Picture(mesh, dice, palette, dice.Between(-0.4f, 0.4f) + (away * 0.2f), overhead, wallZ);
        else if (high.Y < 1.15f && dice.Chance(0.25f))
            Decor.Window(mesh, dice, away * dice.Between(0.3f, 0.9f), wallZ);

        return new Backdrop
        {
            Floor = floor.Color,
            FloorTone = floor.Tone,
            FloorShine = floor.Shine,
            Wall = wall.Color,
            WallZ = wallZ,
            SideX = sideX,
            Sky = _ => wall.Tone,
            Haze = 60,
        };
    }

    // The mean color of the furniture, large faces counting for more.
    private static Vector3 Tone(Mesh mesh)
    {
        var sum = Vector3.Zero;
        var weight = 0f;
        for (var i = 0; i < mesh.Triangles.Count; i += 3)
        {
            var t = mesh.Triangles[i];
            var area = Vector3.Cross(mesh.Positions[t.B] - mesh.Positions[t.A], mesh.Positions[t.C] - mesh.Positions[t.A]).Length();
            sum += area * mesh.Materials[t.Material].Albedo(mesh.Grain[t.A]);
            weight += area;
        }

        return sum / MathF.Max(weight, 1e-6f);
    }
}
