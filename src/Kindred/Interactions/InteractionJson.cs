using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kindred.Interactions;

/// <summary>Lines of JSON: camel case, names in any script as they are.</summary>
[JsonSerializable(typeof(InteractionLine))]
internal sealed partial class InteractionJson : JsonSerializerContext
{
    /// <summary>The context to use.</summary>
    public static InteractionJson Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
