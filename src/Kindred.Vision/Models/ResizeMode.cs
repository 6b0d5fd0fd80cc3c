using System.Text.Json.Serialization;

namespace Kindred.Vision.Models;

/// <summary>How a picture is brought to a network's input size.</summary>
internal enum ResizeMode
{
    /// <summary>Width and height are scaled each for itself; the aspect ratio is lost, nothing is cut off and nothing added.</summary>
    [JsonStringEnumMemberName("squash")]
    Squash,
}
