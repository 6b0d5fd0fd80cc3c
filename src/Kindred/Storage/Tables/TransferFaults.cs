namespace Kindred.Storage.Tables;

/// <summary>What users are told of copies of libraries.</summary>
internal static class TransferFaults
{
    /// <summary>Somebody opens what is not a whole library yet.</summary>
    public static StoreException IsUnfinished(string location, TransferSource source) => new(
        Fault.LibraryUnusable,
        $"The library {location} is an unfinished copy of {source.Location}; run kindred copy-library again, which finishes it.");

    /// <summary>There is something in the place of the copy.</summary>
    public static StoreException IsThere(string location) => new(
        Fault.LibraryUnusable, $"There is a library in {location} already; copy to a place where there is none.");

    /// <summary>There is a copy of another library in the place of the copy.</summary>
    public static StoreException IsOfAnother(string location, TransferSource source) => new(
        Fault.LibraryUnusable,
        $"In {location} is an unfinished copy of another library, {source.Location}; finish that, or copy to another place.");

    /// <summary>The tables of an unfinished copy are not those of this version.</summary>
    public static StoreException IsOfAnotherVersion(string location) => new(
        Fault.LibraryFormat,
        $"Another version of kindred has begun the copy in {location}; finish it with that one, or delete it and copy anew.");
}
