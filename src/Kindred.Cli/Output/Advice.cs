using System.Globalization;
using Kindred.Embeddings;
using Kindred.Interactions;
using Kindred.Storage;
using Kindred.Vision.Models;

namespace Kindred.Cli.Output;

/// <summary>Says what to type where something is wrong. The rest of Kindred does not know that it is used from a command line.</summary>
internal static class Advice
{
    /// <summary>What is wrong, and what to type where that helps.</summary>
    public static string AddTo(KindredException exception)
    {
        if (For(exception) is not { } advice)
            return exception.Message;
        var stop = exception.Message.EndsWith('.') || exception.Message.EndsWith('?') ? "" : ".";
        return $"{exception.Message}{stop} {advice}";
    }

    /// <summary>What to do about damage that did not keep a command from its work; <see langword="null"/> where there is none.</summary>
    public static string? On(StoreDamage damage) => damage.Pages == 0
        ? null
        : $"{Plural.Of(damage.Pages, "page")} of the library's file {(damage.Pages == 1 ? "is" : "are")} damaged"
            + (damage.Broken == 0 ? " and could be read all the same" : "")
            + "; repair it with: kindred check --repair";

    /// <summary>What to do about a large library that is searched exactly, for nobody has linked its graph yet.</summary>
    public static string OnMissingGraph(int pictures) =>
        $"Each search compares all {pictures:N0} pictures, exactly, until the graph is linked; link it with: kindred index FOLDER";

    private static string? For(KindredException exception) => exception.Fault switch
    {
        Fault.LibraryEmpty => "Put some in with: kindred index FOLDER",
        Fault.LibraryNotPrepared => "Prepare it with: kindred index FOLDER",
        Fault.NoSuchLibrary => $"Make one with: kindred index FOLDER --library {Quoted(exception.Subject)}",
        Fault.LibraryDamaged => "Repair it with: kindred check --repair",
        Fault.NotALibrary => "Name another folder with --library.",
        Fault.ModelMismatch => Find<ModelMismatchException>(exception) is { } mismatch
            ? $"Use --model {Quoted(mismatch.Made.Model)} or another --library, or embed every picture again with: "
                + $"kindred index FOLDER --model {Quoted(mismatch.Asked.Model)} --force"
            : null,
        Fault.ModelMissing => Getting(exception.Subject),
        Fault.NoSuchModel => "'kindred models list' names them all.",
        Fault.ModelNotNamed => "Name its file with --model FILE.onnx.",
        Fault.NoWords =>
            "Name a model that knows both with --model FILE.onnx (docs/words.md says how to get one), or search names with --by name.",
        Fault.NotInLibrary => "Put it in with: kindred index FOLDER",
        Fault.FolderMissing =>
            $"If it is gone for good, take its pictures out of the library with: kindred index {Quoted(exception.Subject)} --gone",
        Fault.NoSuchUser =>
            $"Make one with: kindred like IMAGE --user {Quoted(exception.Subject)}, or see who there is with: kindred history",
        Fault.NoSuchTaste => "'kindred tastes list --user NAME' shows them all.",
        Fault.BadUserName => exception.Subject is null or "" ? "Name one with --user NAME." : null,
        Fault.OppositeChoice => Find<OppositeChoiceException>(exception) is { } opposite
            ? $"Forget it first with: kindred forget {Quoted(opposite.Choice.Name)} --user {Quoted(opposite.User)}"
            : null,
        Fault.NoFingerprints => "Take them with: kindred index FOLDER --force",
        Fault.NotMeasured => "The figures are those that 'kindred evaluate --task all --json' lists.",
        _ => null,
    };

    private static string Quoted(string? subject) => Shell.Quote(subject ?? "");

    private static string Getting(string? id) =>
        ModelCatalog.Default.Weights.FirstOrDefault(known => known.Id == id) is { Origin.Npm: null } weights
            ? string.Create(CultureInfo.InvariantCulture, $"'kindred models pull {id}' downloads them ({weights.Bytes / 1e6:N0} MB).")
            : "In a checkout, './try.sh' or 'npm ci --prefix models && node models/unpack.mjs' gets them; "
                + $"or name their folder in {ModelStore.Variable}.";

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not (null or T))
            exception = exception.InnerException;
        return exception as T;
    }
}
