using Kindred.Abuse.Libraries;

namespace Kindred.Abuse.Processes.Kills;

/// <summary>A command that is killed while it writes.</summary>
/// <param name="Name">What it is about, in words.</param>
/// <param name="Args">The command.</param>
/// <param name="Prepare">Makes the library that it works on, in an empty folder.</param>
/// <param name="Points">Where a build with fault points can be made to kill itself.</param>
internal sealed record KilledCommand(string Name, string[] Args, Func<Scene, string, Task> Prepare, FaultPoint[] Points)
{
    /// <summary>What it takes beside the command to come to the library that nobody disturbed.</summary>
    public string[][] Missing { get; init; } = [];

    /// <summary>Whether the library had ann's likes before.</summary>
    public bool HasLikes => !Missing.Contains(Scene.LikeAnn);

    /// <summary>Whether the library was damaged before, so that a check finds that until the repair is done.</summary>
    public bool IsRepair { get; init; }

    public static IReadOnlyList<KilledCommand> All(Scene scene) =>
    [
        new("index, a new library", scene.Index, (_, _) => Task.CompletedTask,
            [
                FaultPoint.SchemaWritten, FaultPoint.SchemaCommitted, FaultPoint.FolderListed, FaultPoint.PicturesStored,
                FaultPoint.FolderStored, FaultPoint.SpaceFitted, FaultPoint.NearDuplicatesFound, FaultPoint.IndexToBeWritten,
                FaultPoint.IndexWritten, FaultPoint.ColorsFound, FaultPoint.ChangeWritten, FaultPoint.ChangeCommitted,
                FaultPoint.PageToBeWritten, FaultPoint.PageWritten,
            ])
        {
            Missing = [Scene.LikeAnn, Scene.LikeBob],
        },
        new("index, half of it known", scene.Index, PrepareHalfAsync,
            [
                FaultPoint.FolderListed, FaultPoint.PicturesStored, FaultPoint.FolderStored, FaultPoint.SpaceFitted,
                FaultPoint.NearDuplicatesFound, FaultPoint.IndexToBeWritten, FaultPoint.IndexWritten, FaultPoint.ColorsFound,
                FaultPoint.ChangeWritten, FaultPoint.ChangeCommitted, FaultPoint.PageToBeWritten, FaultPoint.PageWritten,
            ])
        {
            Missing = [Scene.LikeBob],
        },
        new("index, all of it again", [.. scene.Index, "--force"], Copy,
            [FaultPoint.PicturesStored, FaultPoint.SpaceFitted, FaultPoint.IndexToBeWritten, FaultPoint.PageWritten]),
        new("index, a graph for it", [.. scene.Index, "--index", "hnsw"], Copy,
            [FaultPoint.IndexToBeWritten, FaultPoint.IndexWritten, FaultPoint.GraphLinked]),
        new("index, a library of before", scene.Index, PrepareOldAsync,
            [
                FaultPoint.SchemaWritten, FaultPoint.SchemaCommitted, FaultPoint.ChecksumsAdded, FaultPoint.PageToBeWritten,
                FaultPoint.PageWritten,
            ]),
        new("like", Scene.LikeBob, PrepareWithoutBobAsync,
            [FaultPoint.ChangeWritten, FaultPoint.ChangeCommitted, FaultPoint.PageToBeWritten, FaultPoint.PageWritten]),
        new("check --repair, bits", ["check", "--repair"], (scene, library) => DamagedAsync(scene, library, Damage.FlipBits),
            [FaultPoint.PageToBeWritten, FaultPoint.PageWritten, FaultPoint.PagesMended])
        {
            IsRepair = true,
            Missing = [scene.Index], // A repair that finds nothing more to mend prepares nothing.
        },
        new("check --repair, pages", ["check", "--repair"], (scene, library) => DamagedAsync(scene, library, Damage.Wipe),
            [
                FaultPoint.SchemaWritten, FaultPoint.SchemaCommitted, FaultPoint.PageWritten, FaultPoint.RowsSalvaged,
                FaultPoint.DamagedLogPutAway, FaultPoint.DamagedFileReplaced, FaultPoint.FolderStored, FaultPoint.IndexWritten,
            ])
        {
            IsRepair = true,
            Missing = [scene.Index], // A repair that finds nothing more to mend prepares nothing.
        },
        new("backup", ["backup", BackupName], Copy, [FaultPoint.PageWritten, FaultPoint.BackupWritten, FaultPoint.BackupNamed]),
    ];

    /// <summary>Stands for the file that a backup makes.</summary>
    public const string BackupName = "BACKUP";

    private static Task Copy(Scene scene, string library)
    {
        Scene.CopyFolder(scene.Whole, library);
        return Task.CompletedTask;
    }

    private static async Task PrepareHalfAsync(Scene scene, string library)
    {
        await RunAsync(scene, library, [.. scene.Index, "--limit", $"{scene.Pictures * 3 / 4}"]);
        await RunAsync(scene, library, Scene.LikeAnn);
    }

    private static async Task PrepareWithoutBobAsync(Scene scene, string library)
    {
        await RunAsync(scene, library, scene.Index);
        await RunAsync(scene, library, Scene.LikeAnn);
    }

    private static async Task PrepareOldAsync(Scene scene, string library)
    {
        await Copy(scene, library);
        Damage.Age(Scene.FileOf(library));
    }

    private static async Task DamagedAsync(Scene scene, string library, Action<string> damage)
    {
        await Copy(scene, library);
        damage(Scene.FileOf(library));
    }

    private static async Task RunAsync(Scene scene, string library, string[] args)
    {
        var end = await scene.Over(library).RunAsync(args, CancellationToken.None);
        if (end.ExitCode != 0)
            throw new InvalidOperationException($"The library to attack cannot be made: {end}");
    }
}
