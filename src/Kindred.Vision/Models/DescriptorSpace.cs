using System.Text.Json.Serialization;

namespace Kindred.Vision.Models;

/// <summary>Where a recipe's descriptors are compared.</summary>
internal enum DescriptorSpace
{
    /// <summary>In the space fitted on the library's own pictures.</summary>
    [JsonStringEnumMemberName("fitted")]
    Fitted,

    /// <summary>As they are.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}
