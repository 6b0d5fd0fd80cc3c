using System.Globalization;

namespace Kindred.Cluster.Placement;

/// <summary>One replica of a partition.</summary>
/// <param name="Partition">Number of the partition, from 0.</param>
/// <param name="Replica">Number of the replica, from 0.</param>
internal readonly record struct PartitionKey(int Partition, int Replica)
{
    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    public static PartitionKey Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return new PartitionKey(
            int.Parse(text.AsSpan(0, slash), CultureInfo.InvariantCulture),
            int.Parse(text.AsSpan(slash + 1), CultureInfo.InvariantCulture));
    }

    /// <summary>The key of its grain.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}/{Replica}");
}
