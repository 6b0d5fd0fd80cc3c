namespace Kindred.NearDuplicates;

/// <summary>What two pictures are to each other, the least alike first. Names are stored.</summary>
internal enum Likeness
{
    /// <summary>Alike at most: other things, or one thing photographed twice.</summary>
    Similar,

    /// <summary>The same thing in another color or material, or a part of it: shapes agree everywhere, colors do not.</summary>
    Variant,

    /// <summary>One photograph, before and after an edit: nothing visible differs.</summary>
    NearDuplicate,
}
