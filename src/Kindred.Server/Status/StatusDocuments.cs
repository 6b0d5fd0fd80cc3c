using Kindred.Libraries;
using Kindred.Search;
using Kindred.Server.Api;
using Kindred.Server.IndexRuns;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Server.Status;

/// <summary>
/// What is in the library. DamagedPages are those of its file that were found damaged since the server began. Cluster is null where the
/// server is the only one.
/// </summary>
internal sealed record LibraryStatusDocument(
    string Version, string Library, long Bytes, IReadOnlyList<string> Folders, int Images, int Labels, int Failures,
    LibraryStampDocument? Stamp, LibrarySpaceDocument Space, SearchDocument Search, ChoicesDocument Choices, IndexRunDocument Index,
    bool Watching, LastEvaluationDocument? Evaluation, int DamagedPages, LimitsDocument Limits, ClusterDocument? Cluster);

internal sealed record LibraryStampDocument(string Model, string Weights, string Head, string Input, string Metric, int Dimensions);

internal sealed record LibrarySpaceDocument(
    SpaceKind Kind, SpaceKind Wanted, int Version, int FittedOn, int Dimensions, GainDocument? Gain);

/// <summary>How the nearest pictures are found.</summary>
/// <param name="Kind">Flat compares every picture, hnsw walks a graph.</param>
/// <param name="Wanted">What was asked for; auto leaves it to the number of pictures.</param>
/// <param name="AwaitsGraph">Whether every picture is compared until the graph is linked.</param>
/// <param name="Vectors">What is compared: numbers of four bytes, or of one that are ranked again exactly.</param>
internal sealed record SearchDocument(SearchKind Kind, SearchKind Wanted, bool AwaitsGraph, VectorPrecision Vectors);

internal sealed record GainDocument(double Visual, double Learned, int Labels, int Tastes);

/// <summary>What was found of what people choose together. Figures are 0 where it was not judged.</summary>
/// <param name="Recorded">Interactions that are recorded now.</param>
/// <param name="NeededChoices">Interactions that it takes for a look at them.</param>
/// <param name="NeededPeople">People with five likes or more that it takes to judge.</param>
/// <param name="Fitted">Whether there was a look at them yet.</param>
/// <param name="Judged">Whether enough people could be judged.</param>
/// <param name="Used">Whether choices count in lists.</param>
/// <param name="People">People who chose something.</param>
/// <param name="Choices">What they chose.</param>
/// <param name="JudgedPeople">People whose latest like was left out.</param>
/// <param name="HitRateByLooks">Share of those likes that looks alone have among the first ten.</param>
/// <param name="HitRateByBoth">The same of looks and choices together.</param>
/// <param name="Gain">What both gain over looks in the mean of 1 / log2(rank + 2).</param>
/// <param name="GainMargin">Half the width of its 95 % interval.</param>
/// <param name="ExplainedByLooks">How much of what pictures' choices differ in their looks predict, from 0 to 1.</param>
/// <param name="Weights">What choices count beside looks, by how many likes somebody has.</param>
internal sealed record ChoicesDocument(
    int Recorded, int NeededChoices, int NeededPeople, bool Fitted, bool Judged, bool Used, int People, int Choices, int JudgedPeople,
    double HitRateByLooks, double HitRateByBoth, double Gain, double GainMargin, double ExplainedByLooks,
    IReadOnlyList<ChoicesWeightDocument> Weights)
{
    public static ChoicesDocument Of(ChoicesStatus choices) => new(
        choices.Recorded, choices.NeededChoices, choices.NeededPeople, choices.WasFitted, choices.WasJudged, choices.IsUsed,
        choices.People, choices.Choices, choices.Judged, Rounded.Of(choices.HitRateByLooks), Rounded.Of(choices.HitRateByBoth),
        Rounded.Of(choices.Gain), Rounded.Of(choices.GainMargin), Rounded.Of(choices.ExplainedByLooks),
        [.. choices.Weights.Select(weight => new ChoicesWeightDocument(weight.Likes, Rounded.Of(weight.Weight)))]);
}

/// <summary>What choices count for somebody with so many likes, or more.</summary>
internal sealed record ChoicesWeightDocument(int Likes, double Weight);

internal sealed record LastEvaluationDocument(
    DateTimeOffset Time, int Images, SpaceKind Space, IReadOnlyDictionary<string, double> Figures, bool Current);

internal sealed record LimitsDocument(int UploadBytes, long UploadPixels);

/// <summary>Whether the server can do its work.</summary>
/// <param name="Status">"healthy", or "damaged" where it can, but the library's file should be repaired.</param>
internal sealed record HealthDocument(string Status);

internal sealed record FailureDocument(string Path, string Folder, string Reason);

internal sealed record FailureList(int Total, int Offset, int Limit, IReadOnlyList<FailureDocument> Items);
