using System.Globalization;
using System.Text;
using Kindred.Abuse.Processes;
using Kindred.Storage.Sqlite;

namespace Kindred.Abuse.Libraries;

/// <summary>A gallery, the library of it that nobody disturbed, and what that answers. Attacks are made on copies of it.</summary>
internal sealed class Scene
{
    private const string Time = "2026-01-02T03:04:05Z";

    /// <summary>What is asked. Nothing of it depends on the time, on sizes of files or on how often something was written.</summary>
    private static readonly string[][] Questions =
    [
        ["similar", "drawn0000.jpg", "-k", "5"],
        ["recommend", "--user", "ann", "-k", "6"],
        ["history", "--user", "ann"],
        ["history", "--user", "bob"],
    ];

    private Scene(AbuseSettings settings, int pictures)
    {
        Settings = settings;
        Pictures = pictures;
    }

    public AbuseSettings Settings { get; }

    public int Pictures { get; }

    public string Gallery => Path.Combine(Settings.Folder, "gallery");

    /// <summary>The library with all pictures and likes.</summary>
    public string Whole => Path.Combine(Settings.Folder, "whole");

    /// <summary>Its answers to all questions.</summary>
    public string Answers { get; private set; } = "";

    /// <summary>The likes of ann, as they are listed.</summary>
    public string Likes { get; private set; } = "";

    public string[] Index => ["index", Gallery];

    /// <summary>The likes of ann; saying them again changes nothing.</summary>
    public static string[] LikeAnn { get; } = ["like", "drawn0000.jpg", "drawn0001.jpg", "--user", "ann", "--time", Time];

    /// <summary>Those of bob.</summary>
    public static string[] LikeBob { get; } = ["like", "drawn0002.jpg", "drawn0003.jpg", "drawn0005.jpg", "--user", "bob", "--time", Time];

    /// <summary>Draws and indexes.</summary>
    /// <param name="run">Where; gets a failure where even this goes wrong.</param>
    /// <param name="pictures">How many pictures.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<Scene> MakeAsync(AttackRun run, int pictures, CancellationToken cancellationToken)
    {
        var scene = new Scene(run.Settings, pictures);
        for (var i = 0; i < pictures; i++)
            DrawnPicture.Write(Directory.CreateDirectory(Path.Combine(scene.Gallery, i % 2 == 0 ? "even" : "odd")).FullName, i);
        var kindred = scene.Over(scene.Whole);
        foreach (var args in (string[][])[scene.Index, LikeAnn, LikeBob, scene.Index])
        {
            var end = await kindred.RunAsync(args, cancellationToken);
            if (end.ExitCode != 0)
                throw new InvalidOperationException($"The undisturbed library cannot be made: {end}");
        }

        scene.Answers = await AskAsync(kindred, cancellationToken);
        scene.Likes = await LikesAsync(kindred, cancellationToken);
        return scene;
    }

    /// <summary>Kindred on a library of the gallery.</summary>
    public KindredRunner Over(string library) => new(Settings, library);

    /// <summary>A copy of a library.</summary>
    /// <returns>Its folder.</returns>
    public string Copy(string name, string? from = null)
    {
        var to = Path.Combine(Settings.Folder, name);
        CopyFolder(from ?? Whole, to);
        return to;
    }

    /// <summary>All answers of a library.</summary>
    public static async Task<string> AskAsync(KindredRunner kindred, CancellationToken cancellationToken)
    {
        var answers = new StringBuilder();
        foreach (var question in Questions)
        {
            var end = await kindred.RunAsync(question, cancellationToken);
            answers.AppendLine(string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', question)} → {end.ExitCode}"));
            answers.AppendLine(end.ExitCode == 0 ? end.Output : end.Error);
        }

        return answers.ToString();
    }

    public static async Task<string> LikesAsync(KindredRunner kindred, CancellationToken cancellationToken) =>
        (await kindred.RunAsync(["history", "--user", "ann"], cancellationToken)).Output;

    /// <summary>The library's file in a folder.</summary>
    public static string FileOf(string library) => Path.Combine(library, SqliteLibraryStore.FileName);

    public static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        foreach (var folder in Directory.GetDirectories(from))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
