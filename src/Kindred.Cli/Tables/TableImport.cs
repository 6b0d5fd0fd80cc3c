using System.Text;
using Kindred.Images.Records;
using Kindred.Interactions.Batches;

namespace Kindred.Cli.Tables;

/// <summary>Imports a table, with what goes wrong said in one line.</summary>
internal static class TableImport
{
    /// <summary>Pictures that a line names before it breaks off.</summary>
    private const int MostNamed = 10;

    /// <summary>Runs an import of a file.</summary>
    /// <exception cref="KindredException">What is wrong with the file, and in which line.</exception>
    public static async Task<T> RunAsync<T>(string path, Func<Task<T>> import)
    {
        try
        {
            return await import();
        }
        catch (BrokenRecordException exception)
        {
            throw Broken(path, exception.Number, exception.Message, exception);
        }
        catch (ContradictoryRowException exception)
        {
            throw Broken(path, exception.Number, exception.Message.TrimEnd('.'), exception);
        }
        catch (UnknownPicturesException exception)
        {
            throw new KindredException(
                $"{path}: the library lacks pictures, and nothing was imported: "
                + $"{About(exception.Records, exception.Pictures)}, first in {Unit(path)} {exception.Numbers[0]}. "
                + "Put them in with: kindred index FOLDER, or go on without them with --skip-unknown.",
                exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KindredException($"There is no file {path}.", exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new KindredException($"{path} is not text in UTF-8; nothing was imported.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new KindredException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Such as <c>3 rows about 2 pictures that the library does not have: a.jpg, b.jpg</c>.</summary>
    public static string About(int rows, IReadOnlyList<string> pictures) =>
        $"{rows:N0} {(rows == 1 ? "row" : "rows")} about {pictures.Count:N0} {(pictures.Count == 1 ? "picture" : "pictures")} "
        + $"that the library does not have: {string.Join(", ", pictures.Take(MostNamed))}{(pictures.Count > MostNamed ? ", …" : "")}";

    private static KindredException Broken(string path, int number, string fault, Exception exception) =>
        new(Fault.BadInteractionLine, $"{path}, {Unit(path)} {number}: {fault}. Nothing was imported.", exception);

    private static string Unit(string path) => TableFormats.Of(path) == TableFormat.Parquet ? "row" : "line";
}
