namespace Kindred.Server.Images;

internal sealed record ImageList(int Total, int Offset, IReadOnlyList<ImageDocument> Items);

internal sealed record LabelDocument(string Label, int Images);

internal sealed record LabelList(IReadOnlyList<LabelDocument> Labels);
