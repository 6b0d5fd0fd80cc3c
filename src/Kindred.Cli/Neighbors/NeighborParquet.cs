using Kindred.Galleries;
using Kindred.Search;
using Parquet.Serialization;

namespace Kindred.Cli.Neighbors;

/// <summary>Neighbor lists as a Parquet table.</summary>
internal static class NeighborParquet
{
    public static Task WriteAsync(Stream file, Gallery gallery, Neighbor[][] lists, CancellationToken cancellationToken)
    {
        var rows = lists.SelectMany((list, id) => list.Select((neighbor, i) => new Row
        {
            path = gallery.Images[id].Path,
            rank = i + 1,
            neighbor = gallery.Images[neighbor.Id].Path,
            distance = neighbor.Distance,
            score = neighbor.Score(gallery.Stamp.Metric),
        }));
        return ParquetSerializer.SerializeAsync(rows.ToList(), file, cancellationToken: cancellationToken);
    }

#pragma warning disable IDE1006 // Properties become the columns' names.
    public sealed class Row
    {
        public string path { get; set; } = "";

        public int rank { get; set; }

        public string neighbor { get; set; } = "";

        public float distance { get; set; }

        public float score { get; set; }
    }
#pragma warning restore IDE1006
}
