using System.Numerics;
using Kindred.Samples.Modeling;
using Kindred.Samples.Rendering;

namespace Kindred.Samples.Furniture;

/// <summary>Five arms with casters, and the gas lift that carries the seat.</summary>
internal static class SwivelBase
{
    public static void FiveStar(Mesh mesh, Dice dice, Palette palette, Material arms, float seat)
    {
        var turn = dice.Between(0, 72);
        var reach = dice.Between(0.29f, 0.34f);
        for (var i = 0; i < 5; i++)
        {
            var angle = turn + (72 * i);
            mesh.Add(arms, Boxes.Box(reach, 0.042f, 0.055f, 0.012f, 6, 2).Bend(p =>
            {
                var t = (p.X / reach) + 0.5f;
                return new Vector3(p.X + (reach / 2), (p.Y * (1 - (0.45f * t))) + 0.115f - (0.040f * t), p.Z * (1 - (0.35f * t)));
            }).Turn(angle));
            Caster(mesh, palette, reach - 0.015f, angle, dice.Between(0, 360));
        }

        mesh.Add(arms, Rounds.Lathe(20, (0.036f, 0.08f), (0.048f, 0.095f), (0.048f, 0.135f), (0.034f, 0.15f)));
        mesh.Add(palette.Black, Rounds.Rod(new(0, 0.14f, 0), new(0, 0.14f + ((seat - 0.14f) * 0.6f), 0), 0.027f, sides: 18));
        mesh.Add(palette.Chrome, Rounds.Rod(new(0, 0.14f, 0), new(0, seat, 0), 0.016f, sides: 16));
        mesh.Add(palette.Black, Boxes.Box(0.17f, 0.05f, 0.20f, 0.012f).At(0, seat, 0));
        mesh.Add(palette.Black, Rounds.Rod(new(0.05f, seat, 0.04f), new(0.26f, seat - 0.01f, 0.05f), 0.006f));
    }

    private static void Caster(Mesh mesh, Palette palette, float reach, float angle, float heading)
    {
        var place = Matrix4x4.CreateRotationY(float.DegreesToRadians(heading))
            * Matrix4x4.CreateTranslation(reach, 0, 0)
            * Matrix4x4.CreateRotationY(float.DegreesToRadians(angle));
        mesh.Within(place, () =>
        {
            mesh.Add(palette.Black, Rounds.Rod(new(0, 0.045f, 0), new(0, 0.085f, 0), 0.010f));
            foreach (var side in (ReadOnlySpan<float>)[-0.016f, 0.016f])
                mesh.Add(palette.Black,
                    Rounds.Rod(new(side - 0.010f, 0.030f, 0.02f), new(side + 0.010f, 0.030f, 0.02f), 0.030f, sides: 16));
            mesh.Add(palette.Black, Boxes.Box(0.045f, 0.022f, 0.04f, 0.01f).At(0, 0.052f, 0.012f));
        });
    }
}
