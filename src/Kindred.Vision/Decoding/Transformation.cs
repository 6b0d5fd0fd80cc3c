namespace Kindred.Vision.Decoding;

/// <summary>What people and programs do to a photograph that leaves it the same photograph. Names and order are part of reports.</summary>
internal enum Transformation
{
    /// <summary>Saved as JPEG at quality 30.</summary>
    Jpeg30,

    /// <summary>Half the width and height.</summary>
    HalfSize,

    /// <summary>The middle 90 % of the width and height.</summary>
    Crop90,

    /// <summary>Left and right exchanged.</summary>
    Mirror,

    /// <summary>Turned by 5° clockwise, at the same size: corners are cut off, and the ones left empty are black.</summary>
    Rotate5,

    /// <summary>Every level times 1.2, cut off at white.</summary>
    Brighter20,

    /// <summary>Every level times 0.8.</summary>
    Darker20,

    /// <summary>A white border all around, as wide as 5 % of the shorter side.</summary>
    Border5,
}
