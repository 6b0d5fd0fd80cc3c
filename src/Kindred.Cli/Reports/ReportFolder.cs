using System.Text;
using Kindred.Cli.Output;

namespace Kindred.Cli.Reports;

/// <summary>The folder of a report: the page, and beside it the pictures it shows. Other files in it are left alone.</summary>
internal sealed class ReportFolder
{
    private readonly string _path;

    private ReportFolder(string path) => _path = path;

    /// <summary>The page, as a path like the one the folder was given by.</summary>
    public string Page => Path.Combine(_path, "index.html");

    /// <summary>Makes the folder where it is not there: what cannot be written is better known before the judging than after it.</summary>
    /// <exception cref="KindredException">There cannot be such a folder.</exception>
    public static ReportFolder Create(string path)
    {
        if (File.Exists(path))
            throw new KindredException($"{path} is a file; name a folder for the report.");
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new KindredException($"The folder {path} cannot be made: {exception.Message}", exception);
        }

        return new ReportFolder(path);
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <exception cref="KindredException">It cannot be written.</exception>
    public Task WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        WholeFile.WriteAsync(Path.Combine(_path, name), async stream => await stream.WriteAsync(bytes, cancellationToken));

    /// <summary>Writes the page. It comes last, so that it never shows what is not there yet.</summary>
    /// <exception cref="KindredException">It cannot be written.</exception>
    public Task WritePageAsync(HtmlWriter html, CancellationToken cancellationToken) =>
        WriteAsync("index.html", Encoding.UTF8.GetBytes(html.ToString()), cancellationToken);
}
