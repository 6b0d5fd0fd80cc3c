using Kindred.Galleries;
using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Spaces;

namespace Kindred.Tests.Spaces;

public sealed class LearnedSpaceTests
{
    private const int Dimensions = 60;

    [Fact]
    public void Fit_LabelsInAFaintDirection_BringsItForward()
    {
        var (raw, labels) = Gallery(count: 120, labelCount: 4, signal: 0.35);
        using (raw)
        {
            var (space, gain, _, _) = Fit(raw, ImageGroups.OfLabels(labels), version: 1, count: 120);
            using (space)
            {
                Assert.NotNull(space);
                Assert.Equal((SpaceKind.Learned, 1, 120), (space.Kind, space.Version, space.FittedOn));
                Assert.True(gain.Learned > gain.Visual + 0.2, $"{gain}");

                // Pictures that no fit ever saw.
                var (later, laterLabels) = Gallery(count: 60, labelCount: 4, signal: 0.35, seed: 99);
                using (later)
                    Assert.True(Precision(later, laterLabels, raw, labels, space) > gain.Visual + 0.2);
            }
        }
    }

    [Fact]
    public void Fit_SameImages_IsRepeatable()
    {
        var (raw, labels) = Gallery(count: 80, labelCount: 3, signal: 0.5);
        using (raw)
        {
            var (first, firstGain, _, _) = Fit(raw, ImageGroups.OfLabels(labels), 1, 80);
            var (second, secondGain, _, _) = Fit(raw, ImageGroups.OfLabels(labels), 1, 80);
            using (first)
            using (second)
            {
                Assert.Equal(firstGain, secondGain);
                Assert.Equal(first!.Project(raw[0]), second!.Project(raw[0]));
            }
        }
    }

    [Fact]
    public void Fit_LabelsThatMeanNothing_AreNotWorthASpace()
    {
        var (raw, _) = Gallery(count: 200, labelCount: 1, signal: 0);
        using (raw)
        {
            var random = new Random(4);
            int[] labels = [.. Enumerable.Range(0, 200).Select(_ => random.Next(4))];
            var (space, gain, _, _) = Fit(raw, ImageGroups.OfLabels(labels), 1, 200);
            space?.Dispose();

            // By chance it may come out a little ahead; a fit that saw what it is judged by would come out far ahead.
            Assert.InRange(gain.Learned, 0, gain.Visual + 0.1);
        }
    }

    [Fact]
    public void Fit_LabelsThatMeanNothing_GiveNoSpaceHoweverTheyComeOut()
    {
        var (raw, _) = Gallery(count: 200, labelCount: 1, signal: 0);
        using (raw)
        {
            var ahead = 0;
            for (var seed = 0; seed < 8; seed++)
            {
                var random = new Random(seed);
                int[] labels = [.. Enumerable.Range(0, 200).Select(_ => random.Next(4))];

                var fit = Fit(raw, ImageGroups.OfLabels(labels), 1, 200);
                fit.Space?.Dispose();

                Assert.Null(fit.Space);
                ahead += fit.Gain.Whitened > fit.Gain.Visual ? 1 : 0;
            }

            // The best of many settings is ahead of looks more often than not.
            Assert.InRange(ahead, 4, 8);
        }
    }

    [Fact]
    public void Fit_ManyPeopleWhoLikeTheSameKinds_LearnsFromTastesThatAreHardlyTold()
    {
        var (raw, labels) = Gallery(count: 300, labelCount: 3, signal: 0.5);
        using (raw)
        {
            using var principal = LearnedSpace.PrincipalOf(raw);
            var fit = LearnedSpace.Fit(principal, Tastes(labels, seed: 1), labels: 0, 1, 300);
            using var space = fit.Space;

            Assert.NotNull(space);
            Assert.Equal((0, 60), (fit.Gain.Labels, fit.Gain.Tastes));

            // Of twenty people who like a kind, the nearest picture belongs to the taste of another.
            Assert.InRange(fit.Gain.Whitened, 0, 0.2);
            Assert.True(Precision(raw, labels, raw, labels, space) > 0.9);
        }
    }

    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(3, 0.5)]
    [InlineData(3, 0)]
    public void Fit_AFolderForEachOfManyProducts_LearnsWhereTheyAreToldApart(int pictures, double signal)
    {
        // As in Gallery: what is loud says nothing.
        const int Count = 6000;
        const int Loud = 20;
        var random = new Random(3);
        using var raw = new AlignedMatrix(Dimensions, Count);
        var product = new float[Dimensions];
        for (var image = 0; image < Count; image++)
        {
            if (image % pictures == 0)
                product = [.. product.Select(_ => (float)signal * random.NextSingle())];
            var row = raw[raw.AddRows()];
            for (var i = 0; i < Dimensions; i++)
                row[i] = i < Loud ? random.NextSingle() : product[i] + (0.1f * random.NextSingle());
        }

        var groups = ImageGroups.OfLabels([.. Enumerable.Range(0, Count).Select(image => image / pictures)]);
        var fit = Fit(raw, groups, 1, Count);
        using var space = fit.Space;

        Assert.Equal(signal > 0, space is not null);
        Assert.InRange(fit.Gain.Whitened, signal > 0 ? 0.1 * (pictures - 1) : 0, signal > 0 ? 0.2 * (pictures - 1) : 0.01);
    }

    [Theory]
    [InlineData(new[] { 0, 0, 1, 1, 1, 1, 1, 1, 1 }, (0.4 + 7) / 9)]
    [InlineData(new[] { 0, 0, 1, 1, -1 }, 0.2)]
    [InlineData(new[] { -1, -1 }, 0)]
    public void MostTogether_OfLabels_IsWhatTheyHavePicturesFor(int[] labels, double most) =>
        Assert.Equal(most, ImageGroups.OfLabels(labels).MostTogether(nearest: 5), 1e-12);

    [Fact]
    public void Sample_SmallAndLargeGroups_HasSmallOnesWholeAndAllInProportion()
    {
        // A thousand in no group, a large one of two thousand, and a thousand of three.
        var small = Enumerable.Range(0, 1000).Select(i => Enumerable.Range(3000 + (3 * i), 3).ToArray());
        var groups = new ImageGroups(6000, [[.. Enumerable.Range(1000, 2000)], .. small]);

        var sample = groups.Sample(2000);
        var chosen = groups.Select(sample);

        Assert.Equal(sample.Order().Distinct(), sample);
        Assert.Equal((334, 1 + 333), (chosen.Images - chosen.Grouped, chosen.Groups.Count));
        Assert.All(chosen.Groups.Skip(1), group => Assert.Equal(3, group.Count));
        Assert.Equal(666, chosen.Groups[0].Count);
    }

    [Fact]
    public void Fit_LabelsThatMeanNothing_LeavesTeachingToTastes()
    {
        var (raw, kinds) = Gallery(count: 300, labelCount: 3, signal: 0.5);
        using (raw)
        {
            var folders = kinds.ToArray();
            new Random(1).Shuffle(folders);
            var labels = ImageGroups.OfLabels(folders).Groups;
            var tastes = Tastes(kinds, seed: 1).Groups;

            using var principal = LearnedSpace.PrincipalOf(raw);
            var fit = LearnedSpace.Fit(principal, new ImageGroups(300, [.. labels, .. tastes]), labels.Count, 1, 300);
            using var space = fit.Space;

            Assert.NotNull(space);
            Assert.Equal((0, 60), (fit.Gain.Labels, fit.Gain.Tastes));
            Assert.Equal(tastes, fit.Groups.Groups);
            Assert.True(Precision(raw, kinds, raw, kinds, space) > 0.9);
        }
    }

    [Fact]
    public void Fit_LabelsAndTastes_ScoresSayWhatTheySayByLabels()
    {
        var (raw, labels) = Gallery(count: 300, labelCount: 3, signal: 0.5);
        using (raw)
        {
            var groups = ImageGroups.OfLabels(labels).Groups;
            using var principal = LearnedSpace.PrincipalOf(raw);
            var byLabels = LearnedSpace.Fit(principal, new ImageGroups(300, groups), labels: 3, 1, 300);
            var withTastes = LearnedSpace.Fit(
                principal, new ImageGroups(300, [.. groups, .. Tastes(labels, seed: 1).Groups]), labels: 3, 1, 300);
            using var first = byLabels.Space;
            using var second = withTastes.Space;

            // What one person likes is a small part of a kind, and the rest of the kind is no miss.
            Assert.Equal((3, 60), (withTastes.Gain.Labels, withTastes.Gain.Tastes));
            Assert.InRange(byLabels.Confidence!.Of(1, likes: 1), 0.9f, 1);
            Assert.InRange(withTastes.Confidence!.Of(1, likes: 1), 0.9f, 1);
        }
    }

    [Fact]
    public void Fit_LabelsAndLikesByChance_GiveNoSpace()
    {
        var (raw, kinds) = Gallery(count: 300, labelCount: 3, signal: 0.5);
        using (raw)
        {
            new Random(1).Shuffle(kinds);
            var labels = ImageGroups.OfLabels(kinds).Groups;
            new Random(2).Shuffle(kinds);

            using var principal = LearnedSpace.PrincipalOf(raw);
            var groups = new ImageGroups(300, [.. labels, .. Tastes(kinds, seed: 1).Groups]);
            var fit = LearnedSpace.Fit(principal, groups, labels.Count, 1, 300);
            using var space = fit.Space;

            Assert.Null(space);
            Assert.Equal((3, 60), (fit.Gain.Labels, fit.Gain.Tastes));
        }
    }

    [Fact]
    public void Fit_LikesByChance_HardlyEverGiveASpace()
    {
        var (raw, labels) = Gallery(count: 300, labelCount: 3, signal: 0.5);
        using (raw)
        {
            using var principal = LearnedSpace.PrincipalOf(raw);
            var taught = 0;
            for (var seed = 0; seed < 10; seed++)
            {
                new Random(seed).Shuffle(labels);
                using var space = LearnedSpace.Fit(principal, Tastes(labels, seed), labels: 0, 1, 300).Space;
                taught += space is null ? 0 : 1;
            }

            Assert.InRange(taught, 0, 2);
        }
    }

    [Theory]
    [InlineData(new[] { 0, 0, 0, 0, 0 }, 1)]
    [InlineData(new[] { 0, 0, 1, 1, -1 }, 1.0 / 3)]
    [InlineData(new[] { 0, 0, 0, 1, 1, 1, 1, 1, 1, 1 }, 48.0 / 90)]
    [InlineData(new[] { -1, -1 }, 0)]
    public void Chance_OfLabels_IsHowOftenTwoImagesShareOne(int[] labels, double chance) =>
        Assert.Equal(chance, ImageGroups.OfLabels(labels).Chance, 1e-12);

    [Theory]
    [InlineData(new[] { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1 }, true)]
    [InlineData(new[] { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, -1 }, false)]
    [InlineData(new[] { -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 }, false)]
    public void CanLearn_TwoLabelsOfEight_IsEnough(int[] labels, bool enough) =>
        Assert.Equal(enough, LearnedSpace.CanLearn(ImageGroups.OfLabels(labels)));

    [Fact]
    public void DealFolds_EveryLabel_IsSpreadEvenly()
    {
        int[] labels = [.. Enumerable.Range(0, 103).Select(i => (i % 4) - 1)];

        var folds = LearnedSpace.DealFolds(labels);

        Assert.All(folds, fold => Assert.InRange(fold, 0, LearnedSpace.Folds - 1));
        var byLabel = labels.Zip(folds).GroupBy(pair => pair.First);
        foreach (var sizes in byLabel.Select(label => label.CountBy(pair => pair.Second).Select(pair => pair.Value)))
            Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
    }

    private static LearnedFit Fit(AlignedMatrix raw, ImageGroups groups, int version, int count)
    {
        using var principal = LearnedSpace.PrincipalOf(raw);
        return LearnedSpace.Fit(principal, groups, groups.Groups.Count, version, count);
    }

    /// <summary>Loud directions that say nothing, and faint ones that say the label.</summary>
    private static (AlignedMatrix Raw, int[] Labels) Gallery(int count, int labelCount, double signal, int seed = 7)
    {
        var random = new Random(seed);
        var raw = new AlignedMatrix(Dimensions, count);
        var labels = new int[count];
        for (var image = 0; image < count; image++)
        {
            labels[image] = image % labelCount;
            var row = raw[raw.AddRows()];
            for (var i = 0; i < Dimensions; i++)
                row[i] = (float)((random.NextDouble() - 0.5) * (i < 20 ? 2 : 0.1));
            row[Dimensions - 1 - labels[image]] += (float)signal;
        }

        return (raw, labels);
    }

    /// <summary>Sixty people, each of whom likes five images of one label.</summary>
    private static ImageGroups Tastes(int[] labels, int seed)
    {
        var random = new Random(seed);
        return new ImageGroups(labels.Length, Enumerable.Range(0, 60).Select(person =>
        {
            int[] images = [.. labels.Index().Where(entry => entry.Item == person % 3).Select(entry => entry.Index)];
            random.Shuffle(images);
            return images[..5];
        }).ToArray());
    }

    private static double Precision(AlignedMatrix queries, int[] queryLabels, AlignedMatrix gallery, int[] labels, EmbeddingSpace space)
    {
        using var index = new FlatIndex(space.Dimensions, Metric.Cosine);
        for (var row = 0; row < gallery.Rows; row++)
            index.Add(space.Project(gallery[row]));
        return Enumerable.Range(0, queries.Rows).Average(
            query => index.Search(space.Project(queries[query]), 5).Count(found => labels[found.Id] == queryLabels[query]) / 5.0);
    }
}
