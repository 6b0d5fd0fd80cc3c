using System.Numerics.Tensors;
using Kindred.Choices;
using Kindred.Images;
using Kindred.NeighborIndexes;
using Kindred.Recommendations.Strategies;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;
using Kindred.Spaces;
using Kindred.Tastes;

namespace Kindred.Galleries.Histories;

/// <summary>
/// Fits what people chose together beside a space by looks, and finds what it counts: on the latest likes of the library's own people,
/// left out of everything that is tried on them.
/// </summary>
/// <param name="images">All images of the gallery.</param>
/// <param name="space">The space by looks.</param>
/// <param name="reader">Reads embeddings in that space.</param>
internal sealed class ChoicesFit(IReadOnlyList<Image> images, EmbeddingSpace space, VectorReader reader)
{
    /// <summary>Fewer people whose latest like can be left out tell nothing.</summary>
    public const int LeastPeople = 30;

    /// <summary>People that are tried at most, and pictures ranked for all of them together.</summary>
    private const int MostPeople = 1000;

    private const long MostRanked = 100_000_000;

    /// <summary>People that are tried at least, however large the gallery.</summary>
    private const int AlwaysPeople = 100;

    /// <summary>Likes of a person that take part in a trial.</summary>
    private const int MostLikes = 50;

    /// <summary>Pictures that the regression is fitted to at most.</summary>
    private const int MostRegressed = 20_000;

    /// <summary>Pictures that say what is near in the gallery.</summary>
    private const int Sampled = 2000;

    /// <summary>What is popular is popular now: a choice of a month ago counts half.</summary>
    private const double PopularityHalfLife = 30;

    private const int Seed = 2008;

    /// <summary>Fits.</summary>
    /// <param name="histories">What everybody chose; pictures are positions of images.</param>
    /// <param name="version">Number of the fit.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<(FittedChoices Fitted, ChoiceFactors Factors)> RunAsync(
        ChoiceHistories histories, int version, CancellationToken cancellationToken)
    {
        var heldOut = histories.HoldOut();
        var findings = new ChoicesFindings(
            histories.People, histories.Count, heldOut.Count, Looks: 0, Both: 0, Gain: 0, Margin: 0, Explained: 0);
        if (heldOut.Count < LeastPeople)
            return (new FittedChoices(version, Half: null, findings), Popular(histories, version));

        var settings = FactorTuning.Run(histories, Seed, cancellationToken);
        (findings, var curves) = await TryAsync(histories, heldOut, settings, findings, cancellationToken);
        if (findings.Weights.All(weight => weight == 0))
            return (new FittedChoices(version, Half: null, findings), Popular(histories, version));

        using var fitted = await FactorsAsync(histories.ToMatrix(settings.HalfLifeDays), settings, cancellationToken);
        findings = findings with { Explained = fitted.Half.Regression.Explained };
        var half = new ChoicesHalf(settings, histories.Pictures, fitted.Half.Longest, fitted.TakeGram(), fitted.Half.Regression)
        {
            Version = version,
            Weights = findings.Weights,
            Curves = curves,
        };
        return (new FittedChoices(version, half, findings), Popular(histories, version, fitted.Factors, fitted.Chosen));
    }

    /// <summary>Everything that a fit makes of some choices.</summary>
    private sealed class Fitted(ChoicesHalf half, AlignedMatrix factors, bool[] isChosen, int[] chosen) : IDisposable
    {
        private bool _hasGram = true;

        public ChoicesHalf Half => half;

        /// <summary>A factor for each image.</summary>
        public AlignedMatrix Factors => factors;

        /// <summary>The images that somebody chose.</summary>
        public int[] Chosen => chosen;

        /// <summary>Whether somebody chose an image.</summary>
        public bool IsChosen(int image) => isChosen[image];

        /// <summary>The matrix of products, which the caller owns from then on.</summary>
        public AlignedMatrix TakeGram()
        {
            _hasGram = false;
            return half.Gram;
        }

        public void Dispose()
        {
            if (_hasGram)
                half.Dispose();
            factors.Dispose();
        }
    }

    private async Task<Fitted> FactorsAsync(ChoiceMatrix choices, FactorSettings settings, CancellationToken cancellationToken)
    {
        var factors = ImplicitFactors.Fit(choices, settings, Seed, cancellationToken);
        try
        {
            var liked = new bool[choices.Columns];
            for (var person = 0; person < choices.Rows; person++)
            {
                foreach (var picture in choices.Entries(person))
                    liked[picture] = true;
            }

            int[] chosen = [.. Enumerable.Range(0, liked.Length).Where(picture => liked[picture])];
            var longest = chosen.Max(picture => TensorPrimitives.Norm<float>(factors[picture]));
            var regressed = EvenSample(chosen, MostRegressed);
            using var looks = await ReadAsync(regressed, cancellationToken);
            using var rows = new AlignedMatrix(space.LooksDimensions, regressed.Length);
            using var targets = new AlignedMatrix(settings.Dimensions, regressed.Length);
            for (var i = 0; i < regressed.Length; i++)
            {
                rows.Add(looks[i]);
                targets.Add(factors[regressed[i]]);
            }

            var half = new ChoicesHalf(
                settings, choices.Columns, Math.Max(longest, 1e-6f), ImplicitFactors.Gram(factors, settings),
                LooksRegression.Fit(rows, targets));
            return new Fitted(half, factors, liked, chosen);
        }
        catch
        {
            factors.Dispose();
            throw;
        }
    }

    private async Task<(ChoicesFindings Findings, float[] Curves)> TryAsync(
        ChoiceHistories histories, IReadOnlyList<HeldOutLike> heldOut, FactorSettings settings, ChoicesFindings findings,
        CancellationToken cancellationToken)
    {
        // The likes of everybody who can be judged are left out, also of those who are not.
        using var fitted = await FactorsAsync(
            histories.ToMatrix(settings.HalfLifeDays, heldOut), settings, cancellationToken);
        using var trials = await PrepareAsync(histories, Some(heldOut), fitted, cancellationToken);
        var position = 0;
        await foreach (var (some, rows) in reader.ReadChunksAsync(cancellationToken))
        {
            using var looks = new AlignedMatrix(space.LooksDimensions, rows.Rows);
            using var factors = new AlignedMatrix(settings.Dimensions, rows.Rows);
            for (var row = 0; row < rows.Rows; row++)
            {
                if (position + row >= images.Count || some[row].Id != images[position + row].Id)
                    throw new KindredException(Fault.LibraryChanging, "The library is changing just now; try again when that is done.");
                VectorTable.Normalize(looks[looks.Add(rows[row])]);
                Factor(fitted, position + row, looks[row], factors[factors.AddRows()]);
            }

            trials.Rank(position, looks, factors);
            position += rows.Rows;
        }

        return Judge(trials.Trials, findings);
    }

    /// <summary>The factor that an image has in the index, divided by the longest.</summary>
    private static void Factor(Fitted fitted, int image, ReadOnlySpan<float> looks, Span<float> factor)
    {
        if (fitted.IsChosen(image))
            fitted.Factors[image].CopyTo(factor);
        else
            fitted.Half.Regression.Predict(looks, factor);
        TensorPrimitives.Divide(factor, Math.Max(fitted.Half.Longest, TensorPrimitives.Norm<float>(factor)), factor);
    }

    private async Task<WeightTrials> PrepareAsync(
        ChoiceHistories histories, IReadOnlyList<HeldOutLike> heldOut, Fitted fitted, CancellationToken cancellationToken)
    {
        var random = new Random(Seed);
        int[] sampled = [.. Enumerable.Range(0, Math.Min(Sampled, images.Count)).Select(_ => random.Next(images.Count)).Distinct().Order()];
        var others = heldOut.Select(_ => random.Next(images.Count)).ToArray();
        int[] needed =
        [
            .. heldOut.SelectMany(like => Before(histories, like).Select(choice => choice.Picture).Append(like.Picture))
                .Concat(others).Concat(sampled).Distinct().Order(),
        ];
        using var vectors = await ReadAsync(needed, cancellationToken);
        var rowOf = needed.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        float[] Query(int image) => space.QueryOf(images[image], vectors[rowOf[image]]);
        using var sample = new GallerySample(sampled.Length, i => Query(sampled[i]));

        var searches = new AlignedMatrix(space.LooksDimensions);
        var people = new AlignedMatrix(fitted.Half.Settings.Dimensions);
        var trials = new List<PersonTrial>();
        foreach (var (person, like) in heldOut.Index())
        {
            var before = Before(histories, like);
            int[] leftOut = [.. histories.Entries(like.Person).ToArray().Where(picture => picture != like.Picture).Distinct().Order()];
            for (var size = 0; size < ChoicesHalf.LikeCounts.Count; size++)
            {
                var count = size == ChoicesHalf.LikeCounts.Count - 1 ? MostLikes : ChoicesHalf.LikeCounts[size];
                if (before.Length < ChoicesHalf.LikeCounts[size])
                    continue;
                var likes = before[^Math.Min(count, before.Length)..];
                var tastes = TastesStrategy.Plan(
                    [.. likes.Select(choice => Query(choice.Picture))], [.. likes.Select(choice => (double)choice.Weight)],
                    [.. likes.Select(_ => (KeptTaste?)null)], sample);
                trials.Add(new PersonTrial(size, like.Picture, leftOut, searches.Rows, tastes.Length, others[person]));
                foreach (var taste in tastes)
                {
                    VectorTable.Normalize(taste.Point);
                    searches.Add(taste.Point);
                }

                using var folded = FoldedPerson.Of(
                    fitted.Half, [.. likes.Select(choice => fitted.Factors[choice.Picture].ToArray())],
                    [.. likes.Select(choice => choice.Weight)]);
                people.Add(folded.Factor);
            }
        }

        var prepared = new WeightTrials(trials, searches, people);
        prepared.Score(
            image => vectors[rowOf[image]],
            image =>
            {
                var factor = new float[fitted.Half.Settings.Dimensions];
                Factor(fitted, image, vectors[rowOf[image]], factor);
                return factor;
            });
        return prepared;
    }

    /// <summary>The likes of a person before the one that is left out, oldest first.</summary>
    private static (int Picture, float Weight)[] Before(ChoiceHistories histories, HeldOutLike like)
    {
        var entries = histories.Entries(like.Person)[..like.Place];
        var weights = histories.Weights(like.Person)[..like.Place];
        var likes = new List<(int, float)>();
        for (var i = 0; i < entries.Length; i++)
        {
            if (weights[i] > 0)
                likes.Add((entries[i], weights[i]));
        }

        return [.. likes.TakeLast(MostLikes)];
    }

    /// <summary>
    /// The weight of each number of likes: the one that ranks best what people liked next, where it is surely better than looks alone.
    /// </summary>
    private static (ChoicesFindings Findings, float[] Curves) Judge(IReadOnlyList<PersonTrial> trials, ChoicesFindings findings)
    {
        const int Places = 10;
        var chosen = new int[ChoicesHalf.LikeCounts.Count];
        var found = new List<(float Score, bool IsRight)>[chosen.Length];
        for (var size = 0; size < chosen.Length; size++)
        {
            var of = trials.Where(trial => trial.Size == size).ToArray();
            found[size] = [];
            if (of.Length < LeastPeople)
            {
                // Too few have so many likes: what holds for fewer holds for them.
                chosen[size] = size == 0 ? 0 : chosen[size - 1];
                found[size] = size == 0 ? [] : found[size - 1];
                continue;
            }

            var best = Enumerable.Range(0, WeightTrials.Weights.Length)
                .MaxBy(weight => of.Average(trial => HeldOutRanks.GainOf(trial.Ranks[weight])));
            double[] gains = [.. of.Select(trial => HeldOutRanks.GainOf(trial.Ranks[best]) - HeldOutRanks.GainOf(trial.Ranks[0]))];
            var mean = gains.Average();
            var margin = 1.96 * Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Length - 1) / gains.Length);
            chosen[size] = mean > margin ? best : 0;
            found[size].AddRange(of.SelectMany(trial => new[]
            {
                (trial.TargetScores[chosen[size]], true), (trial.OtherScores[chosen[size]], false),
            }));
            findings = findings with
            {
                Judged = of.Length,
                Looks = of.Average(trial => trial.Ranks[0] < Places ? 1.0 : 0),
                Both = of.Average(trial => trial.Ranks[chosen[size]] < Places ? 1.0 : 0),
                Gain = mean,
                Margin = margin,
            };
        }

        return (
            findings with { Weights = [.. chosen.Select(weight => Math.Round((double)WeightTrials.Weights[weight], 2))] },
            Confidence.Fit(found)?.Write() ?? []);
    }

    private IReadOnlyList<HeldOutLike> Some(IReadOnlyList<HeldOutLike> heldOut)
    {
        var most = (int)Math.Clamp(MostRanked / Math.Max(1, images.Count), AlwaysPeople, MostPeople);
        return heldOut.Count <= most ? heldOut : [.. EvenSample([.. Enumerable.Range(0, heldOut.Count)], most).Select(i => heldOut[i])];
    }

    private async Task<VectorTable> ReadAsync(int[] positions, CancellationToken cancellationToken) =>
        await reader.ReadAsync([.. positions.Select(position => images[position])], cancellationToken)
        ?? throw new KindredException(Fault.LibraryChanging, "The library is changing just now; try again when that is done.");

    private ChoiceFactors Popular(ChoiceHistories histories, int version, AlignedMatrix? factors = null, int[]? chosen = null)
    {
        var aged = histories.ToMatrix(PopularityHalfLife);
        var popularity = new float[histories.Pictures];
        for (var person = 0; person < aged.Rows; person++)
        {
            var weights = aged.Weights(person);
            var entries = aged.Entries(person);
            for (var i = 0; i < entries.Length; i++)
                popularity[entries[i]] += weights[i];
        }

        chosen ??= [.. Enumerable.Range(0, popularity.Length).Where(picture => popularity[picture] != 0)];
        var dimensions = factors?.Columns ?? 0;
        var kept = new Half[chosen.Length * dimensions];
        for (var i = 0; i < chosen.Length && factors is not null; i++)
            TensorPrimitives.ConvertToHalf(factors[chosen[i]], kept.AsSpan(i * dimensions, dimensions));
        var byPicture = histories.ToMatrix().Transpose();
        var (starts, people) = (new List<int>(chosen.Length + 1) { 0 }, new List<int>(byPicture.Count));
        foreach (var picture in chosen)
        {
            var weights = byPicture.Weights(picture);
            var by = byPicture.Entries(picture);
            for (var i = 0; i < by.Length; i++)
            {
                if (weights[i] >= ChoiceHistories.LeastOfALike)
                    people.Add(by[i]);
            }

            starts.Add(people.Count);
        }

        return new ChoiceFactors(
            version, [.. chosen.Select(picture => images[picture].Content)], kept, [.. chosen.Select(picture => popularity[picture])],
            [.. starts], [.. people]);
    }

    private static int[] EvenSample(int[] positions, int most) => positions.Length <= most
        ? positions
        : [.. Enumerable.Range(0, most).Select(i => positions[(int)((long)i * positions.Length / most)])];
}
