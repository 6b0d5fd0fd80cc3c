using System.Globalization;
using System.Security.Cryptography;

namespace Kindred.Vision.Models;

/// <summary>
/// Where weight files lie on this machine: <c>FOLDER/weights id/file</c> in the first of several folders that has them. Safe to share.
/// </summary>
/// <param name="folders">Folders to look in, first one first.</param>
/// <param name="downloads">The folder downloads go to; it should be one of the others.</param>
internal sealed class ModelStore(IReadOnlyList<string> folders, string downloads)
{
    /// <summary>Name of the environment variable that names a folder to look in first, and to download to.</summary>
    public const string Variable = "KINDRED_MODELS";

    /// <summary>The folders of this process, see <see cref="FromEnvironment"/>.</summary>
    public static ModelStore Default { get; } = FromEnvironment();

    /// <summary>Folders looked in, first one first. They need not exist.</summary>
    public IReadOnlyList<string> Folders => folders;

    /// <summary>The folder downloads go to.</summary>
    public string Downloads => downloads;

    /// <summary>
    /// The folders of this process: what <see cref="Variable"/> names; <c>models</c> beside the executable; <c>models/files</c> of a
    /// checkout around it; and the user's data folder, <c>kindred/models</c>.
    /// </summary>
    public static ModelStore FromEnvironment()
    {
        var user = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "kindred", "models");
        var named = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;
        var executable = Path.GetDirectoryName(Environment.ProcessPath);
        List<string> folders = [];
        if (named is not null)
            folders.Add(named);
        folders.Add(Path.Combine(AppContext.BaseDirectory, "models"));
        if (executable is not null)
            folders.Add(Path.Combine(executable, "models"));
        for (var parent = new DirectoryInfo(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
            folders.Add(Path.Combine(parent.FullName, "models", "files"));
        folders.Add(user);
        return new([.. folders.Distinct(StringComparer.Ordinal)], named ?? user);
    }

    /// <summary>The main file of the weights, where every file is there in the right length; else <c>null</c>.</summary>
    /// <param name="weights">The weights.</param>
    public string? TryLocate(ModelWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return folders.Select(folder => Path.Combine(folder, weights.Id))
            .Where(folder => weights.Files.All(file => Length(Path.Combine(folder, file.Name)) == file.Bytes))
            .Select(folder => Path.Combine(folder, weights.Files[0].Name))
            .FirstOrDefault();
    }

    /// <summary>The main file of the weights. Lengths are compared, contents are not: see <see cref="Check"/>.</summary>
    /// <param name="weights">The weights.</param>
    /// <exception cref="KindredException">They are not there.</exception>
    public string Locate(ModelWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return TryLocate(weights) ?? throw new KindredException(Fault.ModelMissing, $"The weights '{weights.Id}' are not on this machine.")
        {
            Subject = weights.Id,
        };
    }

    /// <summary>All files of the weights, in the catalog's order: the main one first.</summary>
    /// <param name="weights">The weights.</param>
    /// <exception cref="KindredException">They are not there.</exception>
    public IReadOnlyList<string> LocateAll(ModelWeights weights)
    {
        var folder = Path.GetDirectoryName(Locate(weights)) ?? "";
        return [.. weights.Files.Select(file => Path.Combine(folder, file.Name))];
    }

    /// <summary>Whether any file of the weights is on this machine.</summary>
    /// <param name="weights">The weights.</param>
    public bool HasAny(ModelWeights weights) => FolderOf(weights) is not null;

    /// <summary>Compares every file with the catalog: length and SHA-256.</summary>
    /// <param name="weights">The weights.</param>
    /// <returns>One line for each fault, none where all is right.</returns>
    /// <exception cref="KindredException">A file cannot be read.</exception>
    public IReadOnlyList<string> Check(ModelWeights weights) => FolderOf(weights) is { } folder
        ? [.. weights.Files.Select(file => Difference(folder, file)).OfType<string>()]
        : ["not on this machine"];

    private string? FolderOf(ModelWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return folders.Select(folder => Path.Combine(folder, weights.Id))
            .FirstOrDefault(folder => weights.Files.Any(file => File.Exists(Path.Combine(folder, file.Name))));
    }

    private static string? Difference(string folder, WeightsFile file)
    {
        var path = Path.Combine(folder, file.Name);
        var length = Length(path);
        if (length < 0)
            return $"{path} is missing";
        if (length != file.Bytes)
            return string.Create(CultureInfo.InvariantCulture, $"{path} has {length:N0} bytes instead of {file.Bytes:N0}");
        return Sha256(path) == file.Sha256 ? null : $"{path} has another SHA-256 than the catalog";
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : -1;

    private static string Sha256(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindredException($"Cannot read {path}: {exception.Message}", exception);
        }
    }
}
