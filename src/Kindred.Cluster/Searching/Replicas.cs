using Kindred.Cluster.Placement;

namespace Kindred.Cluster.Searching;

/// <summary>
/// Which replica of a partition is asked first: they take turns, but one that has just failed or was slow is passed over for a while. And
/// how many may be asked twice: a cluster that has too much to do must not be given twice as much. Safe to use from several threads.
/// </summary>
internal sealed class Replicas(NodeOptions options, TimeProvider time)
{
    /// <summary>One of so many calls may be asked twice in the long run.</summary>
    private const int CallsPerHedge = 5;

    /// <summary>As many may be asked twice at once.</summary>
    private const int MostHedges = 256;

    private static readonly TimeSpan PassedOver = TimeSpan.FromSeconds(3);

    private readonly long[] _slowUntil = new long[options.Partitions * NodeOptions.Replicas];

    // Each partition has turns of its own: one for all would have every search ask the same replica of each, where partitions are even.
    private readonly int[] _turns = new int[options.Partitions];
    private int _credit = MostHedges * CallsPerHedge;

    /// <summary>The replica to ask first.</summary>
    public int First(int partition)
    {
        if (Volatile.Read(ref _credit) < MostHedges * CallsPerHedge)
            Interlocked.Increment(ref _credit);
        var first = (Interlocked.Increment(ref _turns[partition]) & int.MaxValue) % NodeOptions.Replicas;
        var other = (first + 1) % NodeOptions.Replicas;
        return IsSlow(partition, first) && !IsSlow(partition, other) ? other : first;
    }

    /// <summary>Notes that a replica has failed, or was slower than the other although it was asked first.</summary>
    public void NoteSlow(PartitionKey key) =>
        Volatile.Write(
            ref _slowUntil[Place(key.Partition, key.Replica)],
            time.GetTimestamp() + (long)(PassedOver.TotalSeconds * time.TimestampFrequency));

    /// <summary>Whether a second replica may be asked while the first still might answer.</summary>
    public bool TryHedge()
    {
        if (Interlocked.Add(ref _credit, -CallsPerHedge) >= 0)
            return true;
        Interlocked.Add(ref _credit, CallsPerHedge);
        return false;
    }

    private static int Place(int partition, int replica) => (partition * NodeOptions.Replicas) + replica;

    private bool IsSlow(int partition, int replica) => Volatile.Read(ref _slowUntil[Place(partition, replica)]) > time.GetTimestamp();
}
