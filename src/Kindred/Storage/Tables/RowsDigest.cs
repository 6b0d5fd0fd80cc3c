using System.Security.Cryptography;

namespace Kindred.Storage.Tables;

/// <summary>Makes the digest of a table out of its rows, as they are read.</summary>
internal sealed class RowsDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _rows;

    /// <summary>The digest of the rows that were added.</summary>
    public TableDigest Current => new(_rows, Convert.ToHexStringLower(_hash.GetCurrentHash()));

    /// <summary>Reads all rows of a table.</summary>
    public static async Task<TableDigest> OfAsync(
        ITableReader reader, LibraryTable table, Action<int> report, CancellationToken cancellationToken)
    {
        using var digest = new RowsDigest();
        await foreach (var rows in reader.ReadAsync(table, cancellationToken))
        {
            digest.Add(rows, 0, rows.Count);
            report(rows.Count);
        }

        return digest.Current;
    }

    /// <summary>Adds rows.</summary>
    public void Add(TableRows rows, int first, int count)
    {
        _hash.AppendData(rows.Bytes(first, count));
        _rows += count;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
