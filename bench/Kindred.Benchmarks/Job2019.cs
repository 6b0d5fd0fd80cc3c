using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Kindred.Images.Sources;

namespace Kindred.Benchmarks;

/// <summary>
/// The whole job of 2019 as users of Kindred do it, with the executable: 1,000 picture files into a library, then five neighbors for each
/// into a file. A smaller folder is repeated; its pictures are embedded every time, as bench/peers/keras_2019.py does it too. All time
/// counts: starting, loading the model, writing the library.
/// </summary>
internal static class Job2019
{
    private const int Pictures = 1000;

    /// <param name="executable">The executable.</param>
    /// <param name="folder">The pictures.</param>
    /// <param name="model">A model of the catalog; its default where <see langword="null"/>.</param>
    public static async Task<int> RunAsync(string executable, string folder, string? model)
    {
        var directory = Directory.CreateTempSubdirectory("kindred-bench-").FullName;
        try
        {
            var files = FolderScan.Run(Path.GetFullPath(folder)).Files;
            var gallery = Directory.CreateDirectory(Path.Combine(directory, "gallery")).FullName;
            for (var i = 0; i < Pictures; i++)
            {
                var file = files[i % files.Count];
                CopyAsNewContent(Path.Combine(folder, file.Path), Path.Combine(gallery, $"{i:0000}{Path.GetExtension(file.Path)}"), i);
            }

            var library = Path.Combine(directory, "library");
            string[] named = model is null ? [] : ["--model", model];
            var (index, indexed) = await RunAsync(executable, ["index", gallery, "--library", library, .. named]);
            var (neighbors, listed) = await RunAsync(
                executable, ["neighbors", "--library", library, "--count", "5", "--out", Path.Combine(directory, "neighbors.csv")]);
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                model = indexed.GetProperty("model").GetString(),
                pictures = listed.GetProperty("pictures").GetInt32(),
                cores = Environment.ProcessorCount,
                extractSeconds = Math.Round(index, 3),
                neighborsSeconds = Math.Round(neighbors, 3),
                totalSeconds = Math.Round(index + neighbors, 3),
            }));
            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<(double Seconds, JsonElement Said)> RunAsync(string executable, string[] args)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(executable, [.. args, "--json"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException($"{executable} did not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return process.ExitCode == 0
            ? (seconds, JsonDocument.Parse(output).RootElement)
            : throw new InvalidOperationException($"{executable} {args[0]} failed; it says why above.");
    }

    /// <summary>
    /// Bytes after the end of a picture change its hash and nothing else, so that no repeated picture is spared its work.
    /// </summary>
    private static void CopyAsNewContent(string source, string target, int number)
    {
        File.Copy(source, target);
        File.AppendAllText(target, number.ToString(CultureInfo.InvariantCulture));
    }
}
