using System.Text.Json.Serialization;

namespace Kindred.Evaluation;

/// <summary>JSON of what a library keeps of its evaluation.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LastEvaluation))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
