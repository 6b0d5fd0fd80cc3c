using Kindred.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Kindred.Tests.Storage.Sqlite;

/// <summary>
/// What opening a library reads, as SQLite plans it: embeddings are nearly all of a file, so that touching their rows means reading the
/// file.
/// </summary>
public sealed class QueryPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Images_All_AreReadByPathWithoutRowsOfEmbeddings()
    {
        var plan = await PlanAsync(ImageRows.SelectAll);

        Assert.Contains("SCAN images USING INDEX images_path", plan);
        Assert.Contains("SEARCH embeddings USING COVERING INDEX embeddings_size (content=?)", plan);
        Assert.DoesNotContain("USE TEMP B-TREE FOR ORDER BY", plan);
    }

    [Fact]
    public async Task Embeddings_All_AreReadByPathAndNotSorted()
    {
        var plan = await PlanAsync(ImageRows.SelectWithEmbeddings);

        Assert.Contains("SCAN images USING INDEX images_path", plan);
        Assert.DoesNotContain("USE TEMP B-TREE FOR ORDER BY", plan);
    }

    [Fact]
    public async Task Uncompared_AreReadFromTheirIndexAlone()
    {
        Assert.Contains("SCAN embeddings USING INDEX embeddings_uncompared", await PlanAsync(NearDuplicateRows.SelectUncompared));

        // The plan does not say whether rows are looked into; the program does: a column of cursor 0, the table, would read its row.
        var reads = await ReadAsync(
            "EXPLAIN " + NearDuplicateRows.SelectUncompared, row => (Code: row.GetString(1), Cursor: row.GetInt32(2)));
        Assert.Contains(reads, read => read.Code == "DeferredSeek");
        Assert.DoesNotContain(("Column", 0), reads);
    }

    [Fact]
    public async Task Images_ById_AreLookedUp()
    {
        var plan = await PlanAsync(ImageRows.SelectByIds);

        Assert.Contains("SEARCH images USING INTEGER PRIMARY KEY (rowid=?)", plan);
        Assert.Contains("SEARCH embeddings USING COVERING INDEX embeddings_size (content=?)", plan);
    }

    [Fact]
    public async Task NearDuplicates_OfOneContent_AreLookedUp()
    {
        var plan = await PlanAsync(NearDuplicateRows.SelectOfContent);

        Assert.Contains("SEARCH copies USING PRIMARY KEY (content=?)", plan);
        Assert.Contains("SEARCH copies USING INDEX copies_other (other=?)", plan);
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Images_ByFileName_AreFoundInTheIndexOfPaths()
    {
        var plan = await PlanAsync(ImageRows.SelectByFileName);

        Assert.Contains("SCAN images USING COVERING INDEX images_path", plan);
        Assert.Contains("SEARCH images USING INTEGER PRIMARY KEY (rowid=?)", plan);
        Assert.Contains("SEARCH embeddings USING COVERING INDEX embeddings_size (content=?)", plan);
    }

    [Fact]
    public async Task Images_OfAPage_AreReadFromItsPlaceOn()
    {
        var plan = await PlanAsync(ImageRows.SelectPage);

        Assert.Contains("SEARCH images USING INDEX images_path (path>?)", plan);
        Assert.Contains("SEARCH embeddings USING COVERING INDEX embeddings_size (content=?)", plan);
        Assert.DoesNotContain("USE TEMP B-TREE FOR ORDER BY", plan);
    }

    [Fact]
    public async Task Images_Counted_AreReadFromIndexesAlone() =>
        Assert.All(await PlanAsync(ImageRows.Count), step => Assert.Contains("USING COVERING INDEX", step, StringComparison.Ordinal));

    private Task<List<string>> PlanAsync(string sql) => ReadAsync("EXPLAIN QUERY PLAN " + sql, row => row.GetString(3));

    private async Task<List<T>> ReadAsync<T>(string sql, Func<SqliteDataReader, T> read)
    {
        await using (SqliteLibraryStore.OpenOrCreate(_folder.Path))
        {
        }

        var path = Path.Combine(_folder.Path, SqliteLibraryStore.FileName);
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        string[] texts = ["$ids", "$name", "$path", "$folder"];
        foreach (var parameter in texts.Where(parameter => sql.Contains(parameter, StringComparison.Ordinal)))
            command.Parameters.AddWithValue(parameter, "[]");
        if (sql.Contains("$count", StringComparison.Ordinal))
            command.Parameters.AddWithValue("$count", 1);
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<T>();
        while (await row.ReadAsync(Cancel))
            rows.Add(read(row));
        return rows;
    }
}
