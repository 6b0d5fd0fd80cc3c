using System.Net;

namespace Kindred.Cluster;

/// <summary>How a server is one node of a cluster. Partitions must be the same on all nodes.</summary>
public sealed record NodeOptions
{
    /// <summary>The port for other nodes unless told otherwise.</summary>
    public const int DefaultPort = 11111;

    /// <summary>Copies of every partition that are searched, each on another node where there are several.</summary>
    internal const int Replicas = 2;

    /// <summary>The PostgreSQL server where nodes find one another, as a connection string of Npgsql.</summary>
    public required string Membership { get; init; }

    /// <summary>Tells this cluster from others on the same PostgreSQL server.</summary>
    public required string ClusterId { get; init; }

    /// <summary>The address that other nodes reach this one at.</summary>
    public IPAddress Advertise { get; init; } = IPAddress.Loopback;

    /// <summary>The port that other nodes reach this one at.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Parts that the gallery is searched in; at least 1.</summary>
    public int Partitions { get; init; } = 16;

    /// <summary>How long a search may take: then it fails as a whole.</summary>
    public TimeSpan SearchTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one replica is waited for before the other is asked too.</summary>
    public TimeSpan HedgeAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often nodes make sure that the others are alive, and how long an answer may take.</summary>
    public TimeSpan Probe { get; init; } = TimeSpan.FromSeconds(1);
}
