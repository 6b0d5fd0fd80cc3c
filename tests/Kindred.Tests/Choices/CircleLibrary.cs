using Kindred.Tests.Cli;

namespace Kindred.Tests.Choices;

/// <summary>A library of <see cref="Circles"/>, indexed and with everybody's likes, once for all tests of a class.</summary>
public sealed class CircleLibrary : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.File("library");

    public string File(params string[] parts) => _folder.File(parts);

    public async ValueTask InitializeAsync() => await MakeAsync(_folder, Circles.People);

    /// <summary>Makes such a library in a folder, with the likes of some people; without any where there are none.</summary>
    /// <returns>The library's folder.</returns>
    internal static async Task<string> MakeAsync(TemporaryFolder folder, int people)
    {
        var (pictures, library, file) = (folder.File("gallery"), folder.File("library"), folder.File("likes.csv"));
        Circles.Draw(pictures);
        await RunAsync("index", pictures, "--library", library, "--space", "visual");
        if (people == 0)
            return library;
        await System.IO.File.WriteAllTextAsync(file, Circles.Csv(people), TestContext.Current.CancellationToken);
        await RunAsync("history", "--import", file, "--library", library);
        return library;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task RunAsync(params string[] args)
    {
        var run = await CliRun.InProcessAsync(args);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
