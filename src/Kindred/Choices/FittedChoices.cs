using System.Text.Json;
using Kindred.Choices.Serialization;
using Kindred.Derived;
using Kindred.Search.Memory;

namespace Kindred.Choices;

/// <summary>What a library keeps of a fit of choices.</summary>
/// <param name="Version">Number of the fit.</param>
/// <param name="Half">The half of vectors that it makes; <see langword="null"/> where choices say nothing beside looks.</param>
/// <param name="Findings">What it found.</param>
internal sealed record FittedChoices(int Version, ChoicesHalf? Half, ChoicesFindings Findings)
{
    /// <summary>
    /// How a library keeps it: a line of JSON, then the matrix of products, the regression and the curves as little-endian float32.
    /// </summary>
    public static DerivedKind<ChoicesSource, FittedChoices> Kept { get; } =
        new("choices", isShown: true, ChoicesJson.Default.ChoicesSource, fitted => fitted.Write(), (_, bytes) => Read(bytes));

    /// <summary>How a library keeps the factors of its pictures.</summary>
    public static DerivedKind<ChoicesSource, ChoiceFactors> Factors { get; } = new(
        "factors", isShown: false, ChoicesJson.Default.ChoicesSource, factors => factors.Write(),
        (_, bytes) => ChoiceFactors.Read(bytes.Span));

    private static FittedChoices Read(ReadOnlyMemory<byte> bytes)
    {
        var end = bytes.Span.IndexOf((byte)'\n');
        if (end < 0 || JsonSerializer.Deserialize(bytes.Span[..end], ChoicesJson.Default.ChoicesHeader) is not { } header)
            throw new InvalidDataException("Kept choices have no header.");
        if (header.Settings is not { Dimensions: > 0 } settings)
            return new FittedChoices(header.Version, Half: null, header.Findings);

        var numbers = FloatBytes.Read(bytes.Span[(end + 1)..]).AsSpan();
        var dimensions = settings.Dimensions;
        var ofRegression = numbers.Length - (dimensions * dimensions) - header.Curves;
        if (ofRegression <= 0 || ofRegression % dimensions != 0 || header.Findings.Weights.Length != ChoicesHalf.LikeCounts.Count)
            throw new InvalidDataException($"Kept choices have {numbers.Length} numbers.");
        var gram = new AlignedMatrix(dimensions, dimensions);
        for (var row = 0; row < dimensions; row++)
            gram.Add(numbers.Slice(row * dimensions, dimensions));
        numbers = numbers[(dimensions * dimensions)..];
        float[][] weights = [.. numbers[..ofRegression].ToArray().Chunk(ofRegression / dimensions)];
        var regression = new LooksRegression(weights, header.Trust, header.Findings.Explained);
        return new FittedChoices(
            header.Version,
            new ChoicesHalf(settings, header.Pictures, header.Longest, gram, regression)
            {
                Version = header.Version,
                Weights = header.Findings.Weights,
                Curves = numbers[ofRegression..].ToArray(),
            },
            header.Findings);
    }

    private byte[] Write()
    {
        var header = new ChoicesHeader(Version, Findings);
        if (Half is null)
            return [.. JsonSerializer.SerializeToUtf8Bytes(header, ChoicesJson.Default.ChoicesHeader), (byte)'\n'];

        header = header with
        {
            Settings = Half.Settings,
            Pictures = Half.Pictures,
            Longest = Half.Longest,
            Trust = Half.Regression.Trust,
            Curves = Half.Curves.Length,
        };
        float[] numbers =
        [
            .. Enumerable.Range(0, Half.Gram.Rows).SelectMany(row => Half.Gram[row].ToArray()),
            .. Half.Regression.Weights.SelectMany(weights => weights),
            .. Half.Curves,
        ];
        return
        [
            .. JsonSerializer.SerializeToUtf8Bytes(header, ChoicesJson.Default.ChoicesHeader), (byte)'\n', .. FloatBytes.Write(numbers),
        ];
    }
}
