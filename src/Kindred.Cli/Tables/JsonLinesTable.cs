using System.Runtime.CompilerServices;

namespace Kindred.Cli.Tables;

/// <summary>JSON lines; blank ones are passed over.</summary>
internal static class JsonLinesTable
{
    /// <summary>Reads lines.</summary>
    /// <param name="text">The file.</param>
    /// <param name="read">Makes a record of a line and its number.</param>
    /// <param name="cancellationToken">Stops between lines.</param>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        TextReader text, Func<string, int, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 1; await text.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
                yield return read(line, number);
        }
    }
}
