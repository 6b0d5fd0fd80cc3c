using Orleans.Placement;
using Orleans.Runtime;

namespace Kindred.Cluster.Placement;

/// <summary>Puts the grain of a replica on the node that <see cref="Assignment"/> says.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PartitionPlacementAttribute() : PlacementAttribute(new PartitionPlacement());

/// <summary>See <see cref="PartitionDirector"/>.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking]
internal sealed class PartitionPlacement : PlacementStrategy;
