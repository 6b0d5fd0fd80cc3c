using System.Numerics;

namespace Kindred.Samples.Rendering;

/// <summary>The light of a picture, as it was chosen.</summary>
/// <param name="ToKey">Unit vector towards the main light.</param>
/// <param name="Key">Color and strength of the main light.</param>
/// <param name="Sky">Color and strength of the light from everywhere else.</param>
/// <param name="Softness">How fast the main shadow blurs with distance, 0 for none.</param>
internal sealed record LightSetting(Vector3 ToKey, Vector3 Key, Vector3 Sky, float Softness)
{
    /// <summary>True where the main light falls through a window.</summary>
    public bool ThroughWindow { get; init; }

    /// <summary>Where the window's light falls.</summary>
    public Vector3 WindowCenter { get; init; }
}
