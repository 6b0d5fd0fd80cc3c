using System.Globalization;
using System.Text.Json;
using Kindred.Abuse.Libraries;
using Kindred.Abuse.Processes;

namespace Kindred.Abuse.Files.Bombs;

/// <summary>
/// Pictures that are small as files and huge as pixels, in every format: indexing them stays within its memory, refuses with a reason what
/// does not fit in it, and takes the good pictures beside them.
/// </summary>
internal sealed class BombAttack : IAttack
{
    private const int SideWhenShort = 9_000;
    private const int SideWhenLong = 14_000; // Nearly all that is taken: 200 megapixels.
    private const int Megabytes = 512;
    private const int MegabytesBeside = 500;
    private const int GoodPictures = 10;

    public string Name => "bombs";

    /// <summary>The count is pixels along a side.</summary>
    public async Task RunAsync(AttackRun run, CancellationToken cancellationToken)
    {
        var settings = run.Settings;
        var side = settings.Count ?? (settings.Long ? SideWhenLong : SideWhenShort);
        var gallery = Directory.CreateDirectory(Path.Combine(settings.Folder, "gallery")).FullName;
        Parallel.ForEach(Bomb.All, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, bomb =>
        {
            var path = Path.Combine(gallery, bomb.Name);
            bomb.Write(path, side);
            run.Count("bombs");
            run.Count("bytes of all files", new FileInfo(path).Length);
        });

        string[] good = [.. Enumerable.Range(0, GoodPictures).Select(i => DrawnPicture.Write(gallery, i))];
        var kindred = new KindredRunner(settings, Path.Combine(settings.Folder, "library"));
        using var process = kindred.Start(["index", gallery, "--json", "--memory", Megabytes.ToString(CultureInfo.InvariantCulture)]);
        var index = await process.FinishAsync(cancellationToken);
        if (!run.Expect(index.ExitCode == 0, $"index ended with {index}"))
            return;

        var document = JsonDocument.Parse(index.Output).RootElement;
        var refused = document.GetProperty("failures").EnumerateArray().ToDictionary(
            failure => failure.GetProperty("path").GetString() ?? "", failure => failure.GetProperty("reason").GetString() ?? "");
        run.Count("good pictures beside them", good.Length);
        run.Count("indexed", document.GetProperty("indexed").GetInt32());
        foreach (var reason in refused.Values)
            run.Count($"  refused: {new string([.. reason.Where(letter => !char.IsAsciiDigit(letter))])}");
        run.Peak("peak of kindred, MiB", index.PeakMebibytes);
        run.Peak("seconds of kindred", (long)index.Duration.TotalSeconds);
        run.Expect(
            index.PeakMebibytes <= Megabytes + MegabytesBeside,
            $"indexing took {index.PeakMebibytes} MiB, of {Megabytes} and {MegabytesBeside} beside");
        run.Expect(
            document.GetProperty("indexed").GetInt32() + refused.Count == Bomb.All.Count + good.Length,
            "a picture was neither indexed nor refused");
        foreach (var path in good)
            run.Expect(!refused.ContainsKey(path), $"the good picture {path} was refused");
        foreach (var (path, reason) in refused)
            run.Expect(!string.IsNullOrWhiteSpace(reason) && !reason.Contains('\n'), $"{path} was refused without a reason: {reason}");
    }
}
