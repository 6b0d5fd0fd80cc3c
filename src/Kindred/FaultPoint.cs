using System.Diagnostics;
using System.Globalization;

namespace Kindred;

/// <summary>
/// Steps of writing at which a build for tests can be made to kill itself, to see what is left. Ordinary builds have none of this: calls of
/// <see cref="FaultPoints.Reach"/> are compiled only where MSBuild's property <c>FaultPoints</c> is <c>true</c>.
/// </summary>
internal enum FaultPoint
{
    /// <summary>The tables of a new file, or of an old one that is brought up to date, are written and not committed.</summary>
    SchemaWritten,

    /// <summary>They are committed, and nothing else is in a new file.</summary>
    SchemaCommitted,

    /// <summary>A file of before is written anew, with checksums, into the log.</summary>
    ChecksumsAdded,

    /// <summary>A page is about to be written into the library's file, from the log or past it.</summary>
    PageToBeWritten,

    /// <summary>A page is written and not synchronized.</summary>
    PageWritten,

    /// <summary>A change is written and not committed.</summary>
    ChangeWritten,

    /// <summary>It is committed, and whoever asked for it does not know yet.</summary>
    ChangeCommitted,

    /// <summary>A folder is compared with the library.</summary>
    FolderListed,

    /// <summary>Some pictures of a folder are stored, others are not.</summary>
    PicturesStored,

    /// <summary>All of a folder is stored, and nothing is prepared.</summary>
    FolderStored,

    /// <summary>The library's space is fitted.</summary>
    SpaceFitted,

    /// <summary>Near-duplicates are found.</summary>
    NearDuplicatesFound,

    /// <summary>The neighbor index is made in memory, or is to be brought up to date.</summary>
    IndexToBeWritten,

    /// <summary>Its new file has taken the place of the old one.</summary>
    IndexWritten,

    /// <summary>The graph is linked in memory; the index file has the rows without it.</summary>
    GraphLinked,

    /// <summary>The colors of things are found.</summary>
    ColorsFound,

    /// <summary>A repair has written whole pages over damaged ones.</summary>
    PagesMended,

    /// <summary>A repair has brought what can be read to a new file.</summary>
    RowsSalvaged,

    /// <summary>The log of the damaged file is put away, the file itself is not.</summary>
    DamagedLogPutAway,

    /// <summary>The new file has taken the place of the damaged one.</summary>
    DamagedFileReplaced,

    /// <summary>A backup is written under another name.</summary>
    BackupWritten,

    /// <summary>A backup has its name.</summary>
    BackupNamed,
}

/// <summary>What happens at a <see cref="FaultPoint"/>.</summary>
internal static class FaultPoints
{
    /// <summary>The variable that names a point, and after a colon how often it is to be reached: <c>PageWritten:3</c>.</summary>
    public const string Variable = "KINDRED_FAULT_POINT";

    private static int _reached;

    /// <summary>Kills the process where the environment says so, as <c>kill -9</c> does: nothing is cleaned up.</summary>
    [Conditional("FAULT_POINTS")]
    public static void Reach(this FaultPoint point)
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Split(':') is not [var name, .. var times] || name != point.ToString())
            return;
        var wanted = times is [var last, ..] ? int.Parse(last, CultureInfo.InvariantCulture) : 1;
        if (Interlocked.Increment(ref _reached) != wanted)
            return;
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite); // The signal comes in a moment.
    }
}
