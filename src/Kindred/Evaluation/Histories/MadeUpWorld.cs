namespace Kindred.Evaluation.Histories;

/// <summary>What made-up people choose by.</summary>
internal enum MadeUpWorld
{
    /// <summary>What pictures look like.</summary>
    Looks,

    /// <summary>Something that no picture shows.</summary>
    Hidden,

    /// <summary>Both alike.</summary>
    Both,
}
