using System.Numerics;

namespace Kindred.Samples.Rendering;

/// <summary>What a surface is made of.</summary>
/// <param name="Albedo">
/// The diffuse color at a point of the part's own space, in meters: X runs along the part (the grain of wood), Y and Z across it.
/// </param>
internal sealed record Material(Func<Vector3, Vector3> Albedo)
{
    /// <summary>Strength of the highlight, 0 for chalk.</summary>
    public float Gloss { get; init; }

    /// <summary>Exponent of the highlight: the larger, the smaller and sharper.</summary>
    public float Sharpness { get; init; } = 20;

    /// <summary>How much of the light is mirrored in the surface's own color, 1 for chrome.</summary>
    public float Mirror { get; init; }

    /// <summary>Light on grazing angles, as on velvet or wool.</summary>
    public float Sheen { get; init; }

    /// <summary>Depth of the unevenness that bends the shading.</summary>
    public float Bump { get; init; }

    /// <summary>Unevenness per meter.</summary>
    public float BumpScale { get; init; } = 60;

    /// <summary>Light of its own, as a lamp shade has.</summary>
    public float Glow { get; init; }

    /// <summary>True for glass and net: half of what is behind is seen through it.</summary>
    public bool SeeThrough { get; init; }

    public bool CastsShadow { get; init; } = true;

    /// <summary>True for a figure with a place on its part, as a picture in a frame has: other grain is shifted at random.</summary>
    public bool Placed { get; init; }
}
