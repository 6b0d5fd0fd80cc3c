using Kindred.Server.Api;
using Kindred.Server.IndexRuns;
using Kindred.Spaces;

namespace Kindred.Server.Status;

internal sealed record LibraryStatusDocument(
    string Version, string Library, long Bytes, IReadOnlyList<string> Folders, int Images, int Labels, int Failures,
    LibraryStampDocument? Stamp, LibrarySpaceDocument Space, IndexRunDocument Index, bool Watching, LastEvaluationDocument? Evaluation,
    LimitsDocument Limits);

internal sealed record LibraryStampDocument(string Model, string Weights, string Head, string Input, string Metric, int Dimensions);

internal sealed record LibrarySpaceDocument(
    SpaceKind Kind, SpaceKind Wanted, int Version, int FittedOn, int Dimensions, GainDocument? Gain);

internal sealed record GainDocument(double Visual, double Learned, int Labels, int Tastes);

internal sealed record LastEvaluationDocument(
    DateTimeOffset Time, int Images, SpaceKind Space, IReadOnlyDictionary<string, double> Figures, bool Current);

internal sealed record LimitsDocument(int UploadBytes, long UploadPixels);

internal sealed record HealthDocument(string Status);

internal sealed record FailureDocument(string Path, string Folder, string Reason);

internal sealed record FailureList(int Total, int Offset, IReadOnlyList<FailureDocument> Items);
