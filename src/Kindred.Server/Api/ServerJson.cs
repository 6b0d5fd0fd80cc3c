using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Server.Attributes;
using Kindred.Server.Changes;
using Kindred.Server.Changes.Fetching;
using Kindred.Server.Images;
using Kindred.Server.IndexRuns;
using Kindred.Server.Layouts;
using Kindred.Server.NearDuplicates;
using Kindred.Server.Recommendations;
using Kindred.Server.Security;
using Kindred.Server.Similar;
using Kindred.Server.Status;
using Kindred.Server.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Kindred.Server.Api;

/// <summary>How documents are written and read, without reflection: they are written for every request.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AttributeList))]
[JsonSerializable(typeof(AttributesReportDocument))]
[JsonSerializable(typeof(AttributesRequest))]
[JsonSerializable(typeof(BatchDocument))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(ComputingDocument))]
[JsonSerializable(typeof(FailureList))]
[JsonSerializable(typeof(FetchRequest))]
[JsonSerializable(typeof(FetchRunDocument))]
[JsonSerializable(typeof(ForgottenDocument))]
[JsonSerializable(typeof(HealthDocument))]
[JsonSerializable(typeof(HeatMapDocument))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
[JsonSerializable(typeof(ImageDocument))]
[JsonSerializable(typeof(ImageChangeDocument))]
[JsonSerializable(typeof(ImageChangeList))]
[JsonSerializable(typeof(ImageList))]
[JsonSerializable(typeof(IndexRequest))]
[JsonSerializable(typeof(IndexRunDocument))]
[JsonSerializable(typeof(InteractionDocument))]
[JsonSerializable(typeof(InteractionList))]
[JsonSerializable(typeof(InteractionRequest))]
[JsonSerializable(typeof(LabelList))]
[JsonSerializable(typeof(LayoutDocument))]
[JsonSerializable(typeof(LibraryStatusDocument))]
[JsonSerializable(typeof(MoveList))]
[JsonSerializable(typeof(MoveRequest))]
[JsonSerializable(typeof(NearDuplicateList))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(RecommendationDocuments))]
[JsonSerializable(typeof(RecommendationRequest))]
[JsonSerializable(typeof(SearchResult))]
[JsonSerializable(typeof(SectionList))]
[JsonSerializable(typeof(SessionDocument))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SimilarList))]
[JsonSerializable(typeof(WordsList))]
[JsonSerializable(typeof(WordsDocument))]
[JsonSerializable(typeof(TasteDocument))]
[JsonSerializable(typeof(TasteList))]
[JsonSerializable(typeof(TasteMergeRequest))]
[JsonSerializable(typeof(TasteRequest))]
[JsonSerializable(typeof(TasteSplitRequest))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, JsonElement>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(VariantList))]
internal sealed partial class ServerJson : JsonSerializerContext;
