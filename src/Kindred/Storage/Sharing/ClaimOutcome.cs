namespace Kindred.Storage.Sharing;

/// <summary>What came of a claim.</summary>
internal enum ClaimOutcome
{
    /// <summary>This process holds it.</summary>
    Granted,

    /// <summary>Another process holds it.</summary>
    Held,

    /// <summary>Another process has done it meanwhile.</summary>
    Done,
}
