using Kindred.Libraries;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Server.Documents;

internal sealed record StatusDocument(
    string Version, string Library, long Bytes, IReadOnlyList<string> Folders, int Images, int Labels, int Failures, StampDocument? Stamp,
    SpaceDocument Space, IndexRunDocument Index, bool Watching, EvaluationDocument? Evaluation, LimitsDocument Limits);

internal sealed record StampDocument(string Model, string Weights, string Head, string Input, string Metric, int Dimensions);

internal sealed record SpaceDocument(SpaceKind Kind, SpaceKind Wanted, int Version, int FittedOn, int Dimensions, GainDocument? Gain);

internal sealed record GainDocument(double Visual, double Learned, int Labels, int Tastes);

internal sealed record EvaluationDocument(
    DateTimeOffset Time, int Images, SpaceKind Space, IReadOnlyDictionary<string, double> Figures, bool Current);

internal sealed record LimitsDocument(int UploadBytes, long UploadPixels);

internal sealed record HealthDocument(string Status);

internal sealed record SessionDocument(bool KeyRequired, bool SignedIn);

internal sealed record SessionRequest(string Key);

internal sealed record PointDocument(long Id, double X, double Y, string? Label, string Thumbnail);

internal sealed record GalleryMapDocument(int Version, int Images, IReadOnlyList<PointDocument> Points);

internal sealed record ComputingDocument(string State);
