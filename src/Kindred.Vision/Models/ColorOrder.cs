using System.Text.Json.Serialization;

namespace Kindred.Vision.Models;

/// <summary>Order of the color channels a network was trained with.</summary>
internal enum ColorOrder
{
    /// <summary>Red, green, blue.</summary>
    [JsonStringEnumMemberName("rgb")]
    Rgb,

    /// <summary>Blue, green, red.</summary>
    [JsonStringEnumMemberName("bgr")]
    Bgr,
}
