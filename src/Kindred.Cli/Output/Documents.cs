using Kindred.Attributes;
using Kindred.Evaluation;
using Kindred.Evaluation.Dislikes;
using Kindred.Evaluation.Histories;
using Kindred.Evaluation.Labels;
using Kindred.Evaluation.Mixed;
using Kindred.Evaluation.NearDuplicates;
using Kindred.Evaluation.Users;
using Kindred.Libraries;
using Kindred.Recommendations;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Cli.Output;

// The shapes of what --json writes, one for each verb.
internal sealed record ErrorDocument(string Error);

internal sealed record SampleDocument(string Folder, int Pictures, int Seed, double Seconds);

internal sealed record SkippedEntry(string Path, string Reason);

internal sealed record JoinDocument(int Joined, int AlreadyThere, IReadOnlyList<SkippedEntry> Skipped);

internal sealed record FailureEntry(string Path, string Reason);

internal sealed record IndexDocument(
    int Indexed, int IndexedByOthers, int Unchanged, int Removed, int Renamed, int Failed, IReadOnlyList<FailureEntry> Failures,
    string Model, int Dimensions, double Seconds, bool Interrupted, string Library, ImportAttributesDocument? Attributes);

internal sealed record ResultEntry(
    int Rank, string Path, string? Label, double Score, double Confidence, double Distance, string File, bool Variant,
    IReadOnlyList<VariantEntry> Variants, IReadOnlyList<VariantEntry> NearDuplicates, IReadOnlyList<VariantEntry> Views,
    string? OwnId, ImageAttributes Attributes);

internal sealed record SimilarListDocument(string Query, IReadOnlyList<ResultEntry> Results, string? Sheet);

internal sealed record SearchEntry(
    int Rank, string Path, string? Label, double? Score, string File, IReadOnlyList<VariantEntry> Variants,
    IReadOnlyList<VariantEntry> NearDuplicates, IReadOnlyList<VariantEntry> Views);

internal sealed record SearchListDocument(string Query, string By, int? Total, IReadOnlyList<SearchEntry> Results, string? Sheet);

internal sealed record TasteEntry(
    long? Id, string? Name, double Weight, bool Muted, string Medoid, double Share, IReadOnlyList<string> Likes);

internal sealed record TastesDocument(string User, IReadOnlyList<TasteEntry> Tastes);

internal sealed record InfluenceEntry(long? Id, string Path, double Share, string Source, int? People);

internal sealed record RecommendationEntry(
    int Rank, long Id, string Path, string? Label, double Score, double? Confidence, int? Taste, IReadOnlyList<InfluenceEntry> Because,
    double PeopleShare, string Why, double[][]? Map, string File, IReadOnlyList<VariantEntry> Variants,
    IReadOnlyList<VariantEntry> NearDuplicates, IReadOnlyList<VariantEntry> Views, string? OwnId, ImageAttributes Attributes);

internal sealed record RecommendDocument(
    string? User, IReadOnlyList<string> Likes, IReadOnlyList<string> Dislikes, string Strategy, double Diversity,
    double? PeopleWeight, string? Start, IReadOnlyList<TasteEntry> Tastes, IReadOnlyList<RecommendationEntry> Results, string? Sheet);

internal sealed record NeighborsDocument(string Out, int Pictures, int K, long Rows, double Seconds);

internal sealed record DuplicateEntry(
    long Id, string Path, string? Label, int Width, int Height, long Bytes, string Relation, double Similarity, string File);

internal sealed record DuplicateGroupEntry(string Relation, string Keep, string Reason, IReadOnlyList<DuplicateEntry> Images);

internal sealed record VariantEntry(long Id, string Path, string? Label, string File);

internal sealed record DuplicatesDocument(
    int Pictures, int Redundant, IReadOnlyList<DuplicateGroupEntry> Groups, IReadOnlyList<IReadOnlyList<VariantEntry>> Variants);

internal sealed record GateDocument(bool Passed, IReadOnlyList<MissedFloor> Missed);

internal sealed record EvaluateDocument(
    string Task, string Model, string Metric, string Space, int Dimensions, int Images, int Seed,
    LabelReport? Labels, UserReport? Users, MixedReport? Mixed, DislikeReport? Dislikes, NearDuplicateReport? Duplicates,
    HistoryReport? History,
    IReadOnlyDictionary<string, double> Figures, GateDocument? Gate, string? Report);

internal sealed record ModelStampDocument(string Model, string Weights, string Head, string Input, string Metric, int Dimensions);

internal sealed record FittedSpaceDocument(string Kind, string Wanted, int Version, int FittedOn, int Dimensions, SpaceGain? Gain);

internal sealed record ChoicesWeightEntry(int Likes, double Weight);

internal sealed record ChoicesDocument(
    int Recorded, int NeededChoices, int NeededPeople, bool Fitted, bool Judged, bool Used, int People, int Choices, int JudgedPeople,
    double HitRateByLooks, double HitRateByBoth, double Gain, double GainMargin, double ExplainedByLooks,
    IReadOnlyList<ChoicesWeightEntry> Weights);

internal sealed record SearchDocument(string Kind, string Wanted, bool? AwaitsGraph, string Vectors);

internal sealed record LastEvaluationDocument(
    string Time, bool Current, int Seed, int Images, string Space, int SpaceVersion, IReadOnlyDictionary<string, double> Figures);

internal sealed record LibraryStatusDocument(
    string Library, long Bytes, IReadOnlyList<string> Folders, int Images, IReadOnlyDictionary<string, int> Labels,
    ModelStampDocument? Stamp, FittedSpaceDocument Space, ChoicesDocument Choices, SearchDocument Search,
    LastEvaluationDocument? Evaluation, int DamagedPages, ClusterStatusDocument? Cluster, IReadOnlyList<FailureEntry> Failures);

internal sealed record ClusterStatusDocument(
    string Id, long Revision, int Partitions, IReadOnlyList<ClusterNodeEntry> Nodes, IReadOnlyList<int> Unsearched);

internal sealed record ClusterNodeEntry(
    string Address, bool HeardOf, double SecondsAgo, long Revision, long Behind, IReadOnlyList<int> Searched);

internal sealed record LibraryCheckDocument(
    string Library, bool Whole, long Pages, int CorrectedPages, int BrokenPages, IReadOnlyList<string> Structure, long Embeddings,
    int BadEmbeddings, long MissingEmbeddings, IReadOnlyList<DanglingEntry> Dangling, RepairDocument? Repair);

internal sealed record DanglingEntry(string What, long Count);

internal sealed record RepairDocument(string? Kept, int Embedded, long Missing, IReadOnlyList<string> Unreachable, bool Whole);

internal sealed record BackupDocument(string Library, string File, long Bytes);

internal sealed record CopiedTable(string Table, long Rows, string Sha256);

internal sealed record CopyLibraryDocument(string From, string To, long Rows, long AlreadyThere, IReadOnlyList<CopiedTable> Tables);

internal sealed record ModelEntry(string Id, bool Default, string Weights, string Description, long Bytes, bool Here);

internal sealed record ModelsDocument(IReadOnlyList<ModelEntry> Models);

internal sealed record ModelDocument(
    string Id, bool Default, string Description, string Weights, string TrainedOn, string Licence, string Origin,
    long Bytes, IReadOnlyList<string> Files, string? Here, string Head, string Input, string Metric, string Space);

internal sealed record PullDocument(string Id, string File, long Bytes);

internal sealed record PullsDocument(IReadOnlyList<PullDocument> Weights);

internal sealed record EightBitDocument(IReadOnlyDictionary<string, IReadOnlyList<float>> Ranges);

internal sealed record RangesDocument(string Model, int Pictures, int Failed, EightBitDocument EightBit);

internal sealed record CheckEntry(string Weights, string State, string Detail);

internal sealed record CheckDocument(IReadOnlyList<CheckEntry> Weights);

internal sealed record ChooseDocument(
    string User, string Kind, IReadOnlyList<string> Pictures, int New, int Updated, int AlreadyThere);

internal sealed record ForgetDocument(string User, int Forgotten, IReadOnlyList<string> NotThere);

internal sealed record HistoryEntry(string Kind, string Path, bool InLibrary, string Content, double Weight, string Time);

internal sealed record HistoryDocument(
    string User, int Likes, int Dislikes, int Seen, int Events, IReadOnlyList<HistoryEntry> Interactions);

internal sealed record UserEntry(string User, int Likes, int Dislikes, int Seen, int Events);

internal sealed record UsersDocument(IReadOnlyList<UserEntry> Users);

internal sealed record ExportDocument(string User, string Export, int Interactions);

internal sealed record ImportDocument(string User, string Import, int New, int Updated, int AlreadyThere, int Absent);

internal sealed record ExportAllDocument(string Export, int Interactions);

internal sealed record ImportAllDocument(
    string Import, int Users, int New, int Updated, int AlreadyThere, int Skipped, IReadOnlyList<string> Unknown, double Seconds);

internal sealed record ServeDocument(IReadOnlyList<string> Urls, string Library);

/// <param name="Source">The file, environment variable or option it is set by; null where it is a default.</param>
internal sealed record ConfigEntry(string Name, string? Value, string? Source);

internal sealed record ConfigDocument(string File, bool Exists, IReadOnlyList<ConfigEntry> Settings);

internal sealed record AttributeEntry(string Name, string Type);

internal sealed record AttributesDocument(IReadOnlyList<AttributeEntry> Attributes);

internal sealed record ImportAttributesDocument(
    string File, int New, int Updated, int Unchanged, IReadOnlyList<AttributeEntry> NewAttributes, int Skipped,
    IReadOnlyList<string> Unknown, double Seconds);

internal sealed record PictureAttributesDocument(string Path, string? OwnId, ImageAttributes Attributes);

internal sealed record FoundPictureEntry(string Path, string? OwnId);

internal sealed record FoundByAttributesDocument(string Where, IReadOnlyList<FoundPictureEntry> Pictures);
