using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Search.Vectors;

namespace Kindred.Tests.Search.Files;

/// <summary>An index in a file finds what it found in memory; a file that is not whole is never used.</summary>
public sealed class IndexFileTests : IDisposable
{
    private const int Dimensions = 40;
    private readonly TemporaryFolder _folder = new();
    private readonly Clusters _clusters = new(Dimensions, 50, seed: 21);

    [Theory]
    [InlineData(Metric.Cosine, VectorPrecision.Float32)]
    [InlineData(Metric.Cosine, VectorPrecision.Int8)]
    [InlineData(Metric.Euclidean, VectorPrecision.Float32)]
    [InlineData(Metric.Euclidean, VectorPrecision.Int8)]
    public void Load_SavedIndex_FindsTheSame(Metric metric, VectorPrecision precision)
    {
        var options = new HnswOptions { Precision = precision };
        using var index = Fill(metric, options);
        index.Remove(17);
        index.Save(File);

        using var loaded = HnswIndex.Load(File, options);

        Assert.Equal(index.Count, loaded.Count);
        Assert.All(_clusters.Next(50), query =>
        {
            var found = loaded.Search(query, 10);
            Assert.Equal(index.Search(query, 10), found);
            Assert.DoesNotContain(found, neighbor => neighbor.Id == 17);
        });
    }

    [Theory]
    [InlineData(0, Metric.Cosine)]
    [InlineData(3000, Metric.Cosine)]
    [InlineData(3000, Metric.Euclidean)]
    public void RowFileWriter_SomeAtATime_WritesWhatIsWrittenAtOnce(int count, Metric metric)
    {
        var stamp = new IndexStamp(Guid.NewGuid(), Guid.NewGuid());
        using var all = new VectorTable(Dimensions, metric);
        foreach (var embedding in _clusters.Next(count))
            all.Add(embedding);
        RowKey[] keys = [.. Enumerable.Range(0, count).Select(row => new RowKey(row * 3, (UInt128)row << 70))];
        IndexFileWriter.Write(File, stamp, [.. Enumerable.Range(0, count)], keys, all, codes: null, graph: null);
        var expected = System.IO.File.ReadAllBytes(File);

        using (var writer = RowFileWriter.Begin(File, stamp, Dimensions, metric, count, row => keys[row]))
        {
            for (var start = 0; start < count; start += 700)
            {
                using var some = new VectorTable(Dimensions, metric);
                for (var row = start; row < Math.Min(count, start + 700); row++)
                    some.AddFrom(all, row);
                writer.Add(some);
            }

            Assert.Equal(expected, System.IO.File.ReadAllBytes(File));
            writer.Finish();
        }

        Assert.Equal(expected, System.IO.File.ReadAllBytes(File));
        using (var tooFew = RowFileWriter.Begin(File, stamp, Dimensions, metric, count + 1, _ => default))
            Assert.Throws<InvalidOperationException>(tooFew.Finish);
        Assert.Equal(expected, System.IO.File.ReadAllBytes(File));
        Assert.Equal([File], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Load_ThenAddAndRemove_LeavesTheFileAlone()
    {
        using var index = Fill(Metric.Cosine);
        index.Save(File);
        var before = System.IO.File.ReadAllBytes(File);

        using var loaded = HnswIndex.Load(File);
        for (var id = 0; id < 1500; id++)
            loaded.Remove(id);
        var added = _clusters.Next(1500).Select(embedding => loaded.Add(embedding)).ToArray();

        Assert.Equal(4000, loaded.Count);
        Assert.All(added, id => Assert.Equal(id, loaded.Search(loaded[id], 1).Single().Id));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void Save_OverTheFileItWasLoadedFrom_ReplacesIt()
    {
        using (var index = Fill(Metric.Cosine))
            index.Save(File);
        using var loaded = HnswIndex.Load(File);
        var added = loaded.Add(_clusters.Next());

        loaded.Save(File);

        using var again = HnswIndex.Load(File);
        Assert.Equal(4001, again.Count);
        Assert.Equal(added, again.Search(loaded[added], 1).Single().Id);
        Assert.Equal(added, loaded.Search(loaded[added], 1).Single().Id);
        Assert.Equal([File], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void TryGlance_OfAFile_SaysWhatItsHeaderSays()
    {
        using (var index = Fill(Metric.Cosine))
            index.Save(File);
        using (var whole = IndexFile.TryOpen(File)!) // It was saved.
            Assert.Equal((whole.Stamp, true), IndexFile.TryGlance(File));

        Assert.Null(IndexFile.TryGlance(_folder.File("none")));
        var bytes = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, bytes[..^1]);
        Assert.Null(IndexFile.TryGlance(File)); // It is cut off.
        bytes[60] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);
        Assert.Null(IndexFile.TryGlance(File)); // Its header is damaged.
        System.IO.File.WriteAllText(File, "no index");
        Assert.Null(IndexFile.TryGlance(File));
    }

    [Fact]
    public void Load_AnyByteChanged_IsRefused()
    {
        using (var index = Fill(Metric.Cosine, new HnswOptions { Precision = VectorPrecision.Int8 }))
            index.Save(File);
        var whole = System.IO.File.ReadAllBytes(File);
        var random = new Random(22);

        // Everywhere in the header that is used, and by chance in the sections; the rest of the header's page is nobody's.
        var chance = Enumerable.Range(0, 200).Select(_ => random.Next(4096, whole.Length));
        var places = Enumerable.Range(0, 84).Concat(chance).Append(4096).Append(whole.Length - 1);
        foreach (var place in places)
        {
            whole[place] ^= 0x10;
            System.IO.File.WriteAllBytes(File, whole);
            Assert.Throws<InvalidDataException>(() => HnswIndex.Load(File));
            whole[place] ^= 0x10;
        }
    }

    [Fact]
    public void Load_CutOffAnywhereOrLonger_IsRefused()
    {
        using (var index = Fill(Metric.Cosine))
            index.Save(File);
        var whole = System.IO.File.ReadAllBytes(File);

        foreach (var length in (int[])[0, 1, 8, 83, 84, 4095, 4096, 4097, whole.Length / 2, whole.Length - 4096, whole.Length - 1])
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            Assert.Throws<InvalidDataException>(() => HnswIndex.Load(File));
        }

        System.IO.File.WriteAllBytes(File, [.. whole, 0]);
        Assert.Throws<InvalidDataException>(() => HnswIndex.Load(File));
    }

    [Fact]
    public void Load_SomethingElse_IsRefused()
    {
        Assert.Throws<InvalidDataException>(() => HnswIndex.Load(File));
        Directory.CreateDirectory(File);
        Assert.Throws<InvalidDataException>(() => HnswIndex.Load(File));
        Directory.Delete(File);
        System.IO.File.WriteAllText(File, new string('x', 100_000));
        Assert.Throws<InvalidDataException>(() => HnswIndex.Load(File));
    }

    [Fact]
    public void Save_EmptyIndex_CanBeLoadedAndFilled()
    {
        using (var index = new HnswIndex(Dimensions, Metric.Cosine))
            index.Save(File);

        using var loaded = HnswIndex.Load(File);

        Assert.Empty(loaded.Search(_clusters.Next(), 5));
        Assert.Equal(0, loaded.Add(_clusters.Next()));
        Assert.Single(loaded.Search(_clusters.Next(), 5));
    }

    [Fact]
    public void Load_SavedAfterNothingWasLinked_CanBeSearchedAndFilled()
    {
        using (var index = new HnswIndex(Dimensions, Metric.Cosine))
        {
            float[] vectors = [.. _clusters.Next(3000).SelectMany(vector => vector)];
            var canceled = new CancellationToken(canceled: true);
            Assert.Throws<OperationCanceledException>(() => index.AddRange(vectors, cancellationToken: canceled));
            index.Save(File);
        }

        using var loaded = HnswIndex.Load(File);
        var added = _clusters.Next(50).Select(vector => loaded.Add(vector)).ToList();

        Assert.Equal(Enumerable.Range(3000, 50), added);
        Assert.All(added, id => Assert.Equal(id, loaded.Search(loaded[id], 1).Single().Id));
    }

    [Fact]
    public void Save_UnfinishedFilesBesideIt_RemovesThoseThatNobodyWrites()
    {
        using var index = new HnswIndex(Dimensions, Metric.Cosine);
        index.Add(_clusters.Next());
        string Unfinished(string name) => $"{name}.{Guid.NewGuid():N}.tmp";
        var left = Unfinished(File);
        var written = Unfinished(File);
        string[] others = [Unfinished(Path.Combine(_folder.Path, "other.index")), File + ".notes.tmp", File + ".tmp"];
        Assert.All([left, .. others], path => System.IO.File.WriteAllText(path, "half"));

        using (new FileStream(written, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            index.Save(File);

        Assert.Equal(new[] { File, written }.Concat(others).ToHashSet(), Directory.GetFiles(_folder.Path).ToHashSet());
        index.Save(File);
        Assert.False(System.IO.File.Exists(written));
    }

    [Fact]
    public void Save_WhileAnotherSaves_BothFinish()
    {
        using var index = new HnswIndex(Dimensions, Metric.Cosine);
        index.Add(_clusters.Next());
        using (var other = UnfinishedFile.Begin(File))
        {
            index.Save(File);
            other.Stream.Write("the other's"u8);
            other.Finish();
        }

        Assert.Equal("the other's", System.IO.File.ReadAllText(File));
        Assert.Equal([File], Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private string File => Path.Combine(_folder.Path, "gallery.index");

    private HnswIndex Fill(Metric metric, HnswOptions? options = null)
    {
        var index = new HnswIndex(Dimensions, metric, options);
        float[] vectors = [.. _clusters.Next(4000).SelectMany(vector => vector)];
        index.AddRange(vectors, cancellationToken: TestContext.Current.CancellationToken);
        return index;
    }
}
