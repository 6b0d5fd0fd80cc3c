using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Spaces;

namespace Kindred.Tests.Spaces;

public sealed class ConfidenceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(20)]
    public void Of_ScoresThatAreRightAsOftenAsTheySay_SaysSo(int likes)
    {
        // A score between 0 and 1 is right with its own square as probability.
        var random = new Random(5);
        var found = Enumerable.Range(0, Confidence.Curves)
            .Select(_ => Enumerable.Range(0, 20_000).Select(_ => random.NextSingle())
                .Select(score => (score, random.NextSingle() < score * score)).ToArray())
            .ToArray();

        var confidence = Confidence.Fit(found)!;

        foreach (var score in (float[])[0.1f, 0.3f, 0.5f, 0.7f, 0.9f])
            Assert.Equal(score * score, confidence.Of(score, likes), 0.03);
    }

    [Fact]
    public void Of_HigherScore_IsNeverLess()
    {
        // Few pairs, and right by chance: shares of neighboring scores go up and down.
        var random = new Random(6);
        var found = Enumerable.Range(0, Confidence.Curves)
            .Select(_ => Enumerable.Range(0, 100).Select(_ => (random.NextSingle(), random.Next(2) == 0)).ToArray())
            .ToArray();

        var confidence = Confidence.Fit(found)!;

        float[] said = [.. Enumerable.Range(-20, 150).Select(i => confidence.Of(i / 100f, likes: 4))];
        Assert.Equal(said.Order(), said);
        Assert.All(said, share => Assert.InRange(share, 0.001, 0.999));
    }

    [Fact]
    public void Of_MoreLikes_HasACurveOfItsOwn()
    {
        var found = Enumerable.Range(0, Confidence.Curves)
            .Select(curve => Enumerable.Range(0, 1000).Select(i => (i / 1000f, i % 10 < curve * 3)).ToArray())
            .ToArray();

        var confidence = Confidence.Fit(found)!;

        var said = ((int[])[1, 2, 3, 4, 9]).Select(likes => confidence.Of(0.5f, likes));
        Assert.Equal([0, 0.3f, 0.3f, 0.6f, 0.9f], said, (a, b) => Math.Abs(a - b) < 0.03);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(200)]
    public void Measure_AllAtOnce_SaysWhatOneByOneSays(int nearDuplicates)
    {
        var random = new Random(8);
        using var flat = new FlatIndex(8, Metric.Cosine);
        for (var image = 0; image < 1000; image++)
            flat.Add([.. Enumerable.Range(0, 8).Select(_ => random.NextSingle() - 0.5f)]);
        int[] groups = [.. Enumerable.Range(0, 1000).Select(image => image / nearDuplicates)];
        float[] EmbeddingOf(int image) => flat[image].ToArray();

        using var oneByOne = new OneByOne(flat);
        Assert.Equal(
            Confidence.Measure(oneByOne, EmbeddingOf, groups).Write(), Confidence.Measure(flat, EmbeddingOf, groups).Write());
    }

    [Fact]
    public void Read_WhatWasWritten_SaysTheSame()
    {
        var random = new Random(7);
        var found = Enumerable.Range(0, Confidence.Curves)
            .Select(_ => Enumerable.Range(0, 300).Select(_ => (random.NextSingle(), random.Next(3) == 0)).ToArray())
            .ToArray();
        var confidence = Confidence.Fit(found)!;

        var read = Confidence.Read(confidence.Write());

        Assert.Equal(confidence.Write(), read.Write());
        Assert.Equal(confidence.Of(0.4f, 2), read.Of(0.4f, 2));
    }

    [Fact]
    public void Fit_TooLittleFound_IsNothing() => Assert.Null(Confidence.Fit([[(0.5f, true)], [(0.5f, true)], [], []]));

    [Fact]
    public void Fit_TooLittleFoundForManyLikes_UsesTheCurveOfFewer()
    {
        var found = Enumerable.Range(0, 1000).Select(i => (i / 1000f, i % 2 == 0)).ToArray();

        var confidence = Confidence.Fit([found, [], [], []])!;

        Assert.Equal(confidence.Of(0.5f, likes: 1), confidence.Of(0.5f, likes: 8));
    }

    [Theory]
    [InlineData()]
    [InlineData(1f, 0.5f)]
    [InlineData(-1f, 0.5f, 0.5f)]
    [InlineData(1f, 0f, 0.5f, 1f, 0f, 0.5f, 1f, 0f, 0.5f)]
    [InlineData(1f, 0f, 0.5f, 1f, 0f, 0.5f, 1f, 0f, 0.5f, 1f, 0f, 0.5f, 1f)]
    public void Read_OtherNumbers_IsRefused(params float[] numbers) =>
        Assert.Throws<InvalidDataException>(() => Confidence.Read(numbers));

    /// <summary>The same index as one that is not known to compare all.</summary>
    private sealed class OneByOne(FlatIndex index) : NeighborIndex(index.Vectors)
    {
        public override int Count => index.Count;

        public override Neighbor[][] SearchAll(
            int k, Func<int, int, bool>? include = null, CancellationToken cancellationToken = default) =>
            index.SearchAll(k, include, cancellationToken);

        public override void Dispose()
        {
        }

        internal override Neighbor[][] Search(AlignedMatrix queries, int k, Func<int, bool>? include = null, IdSet? within = null) =>
            index.Search(queries, k, include, within);
    }
}
