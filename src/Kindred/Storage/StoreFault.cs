namespace Kindred.Storage;

/// <summary>What is wrong with a store.</summary>
public enum StoreFault
{
    /// <summary>Somebody else is writing, and did not get done in time. Worth another try.</summary>
    Busy,

    /// <summary>There is no room left to write.</summary>
    Full,

    /// <summary>What is stored cannot be read, or makes no sense.</summary>
    Damaged,

    /// <summary>The library may not be written to.</summary>
    ReadOnly,

    /// <summary>The library is not where it was.</summary>
    Gone,

    /// <summary>What is there is no library, or one that this version cannot read.</summary>
    Foreign,

    /// <summary>Reading or writing failed for another reason, such as a disk that reports errors.</summary>
    Unavailable,
}
