using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Kindred.Server.Documents;

/// <summary>How documents are written and read, without reflection: they are written for every request.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ComputingDocument))]
[JsonSerializable(typeof(DuplicateList))]
[JsonSerializable(typeof(FailureList))]
[JsonSerializable(typeof(ForgottenDocument))]
[JsonSerializable(typeof(GalleryMapDocument))]
[JsonSerializable(typeof(HealthDocument))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
[JsonSerializable(typeof(ImageDocument))]
[JsonSerializable(typeof(ImageList))]
[JsonSerializable(typeof(IndexRequest))]
[JsonSerializable(typeof(IndexRunDocument))]
[JsonSerializable(typeof(InteractionDocument))]
[JsonSerializable(typeof(InteractionList))]
[JsonSerializable(typeof(InteractionRequest))]
[JsonSerializable(typeof(LabelList))]
[JsonSerializable(typeof(MapDocument))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(RecommendationDocuments))]
[JsonSerializable(typeof(RecommendationRequest))]
[JsonSerializable(typeof(SearchResult))]
[JsonSerializable(typeof(SessionDocument))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SimilarList))]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(UserList))]
internal sealed partial class ServerJson : JsonSerializerContext;
