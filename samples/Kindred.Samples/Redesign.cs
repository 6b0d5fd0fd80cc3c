namespace Kindred.Samples;

/// <summary>How a piece of furniture may differ from another one in the same room, seen from the same place in the same light.</summary>
internal enum Redesign
{
    /// <summary>The material that most of it is made of has another color.</summary>
    Recolored,

    /// <summary>Another of its materials has another color.</summary>
    PartRecolored,

    /// <summary>Its legs stand closer together or are thicker.</summary>
    OtherLegs,

    /// <summary>Its back is lower or narrower.</summary>
    OtherBack,
}
