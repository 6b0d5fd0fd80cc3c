namespace Kindred.Server.Documents;

internal sealed record ImageList(int Total, int Offset, IReadOnlyList<ImageDocument> Items);

internal sealed record LabelDocument(string Label, int Images);

internal sealed record LabelList(IReadOnlyList<LabelDocument> Labels);

internal sealed record FailureDocument(string Path, string Folder, string Reason);

internal sealed record FailureList(int Total, int Offset, IReadOnlyList<FailureDocument> Items);
