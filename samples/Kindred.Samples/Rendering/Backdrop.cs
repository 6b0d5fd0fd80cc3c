using System.Numerics;

namespace Kindred.Samples.Rendering;

/// <summary>What lies behind and under the furniture: an endless floor, perhaps walls, perhaps a sky.</summary>
internal sealed record Backdrop
{
    /// <summary>Color of the floor at X and Z.</summary>
    public required Func<float, float, Vector3> Floor { get; init; }

    /// <summary>The floor's mean color, which it throws back on what stands on it.</summary>
    public required Vector3 FloorTone { get; init; }

    /// <summary>How much the floor mirrors, 0 to 1.</summary>
    public float FloorShine { get; init; }

    /// <summary>Color of the back wall at a place along it and a height; <see langword="null"/> for none.</summary>
    public Func<float, float, Vector3>? Wall { get; init; }

    /// <summary>Z of the back wall.</summary>
    public float WallZ { get; init; }

    /// <summary>X of a wall at the side, or 0 for none.</summary>
    public float SideX { get; init; }

    /// <summary>What is seen where there is no wall, by the height of the view above the horizon (-1 to 1).</summary>
    public required Func<float, Vector3> Sky { get; init; }

    /// <summary>Distance at which the floor has faded into <see cref="Sky"/>.</summary>
    public float Haze { get; init; } = 30;

    /// <summary>Share of the floor's own color where nothing is lit: a studio's sheet of paper needs no shading.</summary>
    public bool Seamless { get; init; }
}
