using System.Diagnostics;
using System.Text.Json;
using Kindred.Folders;
using Kindred.Images.Sources;
using Kindred.Libraries;
using Kindred.Spaces;
using Kindred.Storage.Sqlite;
using Kindred.Vision;

namespace Kindred.Benchmarks;

/// <summary>
/// The whole job of 2019 as Kindred does it: 1,000 picture files into a library, then five neighbors for each. A smaller folder is
/// repeated; its pictures are embedded every time, as bench/peers/keras_2019.py does it too.
/// </summary>
internal static class Job2019
{
    private const int Pictures = 1000;

    public static async Task<int> RunAsync(string folder, string? model)
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

            var loading = Stopwatch.GetTimestamp();
            var embedder = OnnxEmbedder.Load(model);
            var load = Stopwatch.GetElapsedTime(loading).TotalSeconds;
            await using var library = new Library(SqliteLibraryStore.OpenOrCreate(Path.Combine(directory, "library")), () => embedder);

            var started = Stopwatch.GetTimestamp();
            // The recipe of 2019 compares all its numbers; to search it in a fitted space would be another job.
            var space = embedder.Stamp.FitsSpace ? SpaceKind.Visual : SpaceKind.None;
            var report = await library.IndexAsync(gallery, new IndexOptions { Space = space });
            var extract = Stopwatch.GetElapsedTime(started).TotalSeconds;
            using var read = await library.OpenGalleryAsync();
            var lists = read.Neighbors(5);
            var total = Stopwatch.GetElapsedTime(started).TotalSeconds;
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                model = report.Model,
                pictures = lists.Length,
                cores = Environment.ProcessorCount,
                loadSeconds = Math.Round(load, 3),
                extractSeconds = Math.Round(extract, 3),
                neighborsSeconds = Math.Round(total - extract, 3),
                totalSeconds = Math.Round(total, 3),
            }));
            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>
    /// Bytes after the end of a picture change its hash and nothing else, so that no repeated picture is spared its work.
    /// </summary>
    private static void CopyAsNewContent(string source, string target, int number)
    {
        File.Copy(source, target);
        File.AppendAllText(target, number.ToString());
    }
}
