namespace Kindred.Samples.Rendering;

/// <summary>All that one picture shows, ready to be drawn.</summary>
internal sealed record Scene(Mesh Mesh, Camera Camera, Backdrop Backdrop, LightSetting Light)
{
    /// <summary>Brightness the picture is developed with, about 1.</summary>
    public float Exposure { get; init; } = 1;

    /// <summary>How much the corners darken, 0 to 1.</summary>
    public float Vignette { get; init; }

    /// <summary>Standard deviation of the sensor's noise, in 8-bit steps.</summary>
    public float Noise { get; init; } = 1.5f;

    public ulong NoiseSeed { get; init; }
}
