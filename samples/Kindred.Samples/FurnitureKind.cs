namespace Kindred.Samples;

/// <summary>What a sample picture shows: the class it is labelled with.</summary>
internal enum FurnitureKind
{
    Bed,
    Chair,
    Sofa,
    SwivelChair,
    Table,
}
