using Kindred.Cluster.Partitions;
using Kindred.Search;
using Kindred.Search.Memory;

namespace Kindred.Cluster.Searching;

/// <summary>
/// An index whose rows are searched in partitions on several nodes. What it finds is what one index over all rows would find: every
/// partition says what is nearest among its own, and the nearest of all are put together. The rows themselves are here, in a mapped file.
/// </summary>
/// <param name="rows">All rows; this owns them.</param>
/// <param name="searched">Which indexes of the partitions are searched.</param>
/// <param name="partitioning">How the rows are dealt out.</param>
/// <param name="ask">Asks partitions.</param>
/// <param name="timeout">How long that may take.</param>
internal sealed class PartitionedIndex(
    FlatIndex rows, SearchedIndex searched, Partitioning partitioning, PartitionCall ask, TimeSpan timeout)
    : NeighborIndex(rows.Vectors)
{
    /// <summary>
    /// How often partitions are asked for more where a filter takes away what they have found. Then they get the filter itself.
    /// </summary>
    private const int MostRounds = 3;

    /// <summary>Queries that are sent at once where every row asks for its neighbors.</summary>
    private const int QueriesAtOnce = 64;

    public override int Count => rows.Count;

    /// <inheritdoc/>
    public override Neighbor[][] SearchAll(int k, Func<int, int, bool>? include = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var all = new Neighbor[Count][];
        for (var start = 0; start < Count; start += QueriesAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = start;
            using var queries = new AlignedMatrix(Dimensions, QueriesAtOnce);
            for (var row = first; row < Math.Min(Count, first + QueriesAtOnce); row++)
                queries.Add(this[row]);
            bool Include(int query, int id) => id != first + query && include?.Invoke(first + query, id) != false;
            Search(queries, new PartitionResults(partitioning, queries.Rows, k, Include), within: null, all: null).CopyTo(all, first);
        }

        return all;
    }

    public override void Dispose() => rows.Dispose();

    /// <inheritdoc/>
    internal override Neighbor[][] Search(AlignedMatrix queries, int k, Func<int, bool>? include = null, IdSet? within = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return include is null
            ? Search(queries, new PartitionResults(partitioning, queries.Rows, k, include: null), within, all: null)
            : Search(
                queries, new PartitionResults(partitioning, queries.Rows, k, (_, id) => include(id)), within,
                () => Included(include, within));
    }

    private Neighbor[][] Search(AlignedMatrix queries, PartitionResults results, IdSet? within, Func<IdSet>? all)
    {
        // Each node normalizes what it gets, once, as one index would: twice would be another number in the last place.
        var sent = new float[queries.Rows * Dimensions];
        for (var row = 0; row < queries.Rows; row++)
            queries[row].CopyTo(sent.AsSpan(row * Dimensions));
        Normalize(queries);
        if (queries.Rows == 0)
            return [];

        // Whoever searches waits on this thread, as for any other index; a node has threads for that (docs/decisions/0029-the-cluster.md).
        return SearchAsync(sent, results, within, all).GetAwaiter().GetResult();
    }

    /// <summary>Asks partitions until nothing nearer can come.</summary>
    /// <param name="queries">The queries, one after another.</param>
    /// <param name="results">What was found so far: nothing.</param>
    /// <param name="within">Rows beyond which nothing may be found.</param>
    /// <param name="included">The rows that may be found, where that does not depend on the query: it takes a look at all of them.</param>
    private async Task<Neighbor[][]> SearchAsync(float[] queries, PartitionResults results, IdSet? within, Func<IdSet>? included)
    {
        var filters = FiltersOf(within);
        for (var round = 0; ; round++)
        {
            if (round == MostRounds && included is not null)
            {
                // Hardly anything near is included: only who knows what is can find it.
                filters = FiltersOf(included());
                results = results.Anew();
            }

            (int Partition, PartitionRequest Request)[] requests =
            [
                .. Enumerable.Range(0, partitioning.Count)
                    .Where(partition => results.Wanted(partition) > 0 && filters?[partition] is not { IsEmpty: true })
                    .Select(partition => (
                        partition,
                        new PartitionRequest(
                            partitioning.Id, searched, results.Wanted(partition), queries, filters?[partition].Rows,
                            (int)timeout.TotalMilliseconds))),
            ];
            if (requests.Length == 0)
                return results.Nearest();
            var answers = await ask(requests).ConfigureAwait(false);
            for (var i = 0; i < answers.Length; i++)
                results.Take(requests[i].Partition, answers[i].Read());
            results.WantMore();
        }
    }

    private (bool IsEmpty, RowSet? Rows)[]? FiltersOf(IdSet? within)
    {
        if (within is null)
            return null;
        var filters = new (bool IsEmpty, RowSet? Rows)[partitioning.Count];
        for (var partition = 0; partition < filters.Length; partition++)
        {
            var set = RowSet.Of(within, partitioning.RowsOf(partition));
            filters[partition] = (set is null, set);
        }

        return filters;
    }

    private IdSet Included(Func<int, bool> include, IdSet? within)
    {
        var included = new IdSet(Count);
        for (var id = 0; id < Count; id++)
        {
            if (within?.Contains(id) != false && include(id))
                included.Add(id);
        }

        return included;
    }
}
