using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kindred.Tests.Vision.Models;

/// <summary>Activations that were computed elsewhere from the same weight files; activations.json says how.</summary>
internal static class Activations
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>The networks and input sizes there are activations for.</summary>
    public static TheoryData<string, int> Networks()
    {
        var data = new TheoryData<string, int>();
        foreach (var (weights, size) in Read().Select(activation => (activation.Weights, activation.Size)).Distinct())
            data.Add(weights, size);
        return data;
    }

    public static IReadOnlyList<Activation> Of(string weights, int size) =>
        [.. Read().Where(activation => activation.Weights == weights && activation.Size == size)];

    private static Activation[] Read([CallerFilePath] string thisFile = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(thisFile) ?? "", "activations.json");
        return JsonSerializer.Deserialize<ActivationFile>(File.ReadAllText(path), Options)?.Cases ?? [];
    }

    private sealed record ActivationFile(Activation[] Cases);
}

internal sealed record Activation(
    string Weights, int Size, float Low, float High, string Tensor, int[] Shape, double L2Norm, double Mean, double[][] Samples)
{
    /// <summary>The picture the activations belong to, [1, 3, size, size].</summary>
    public float[] Picture()
    {
        var picture = new float[3 * Size * Size];
        for (var c = 0; c < 3; c++)
        {
            for (var i = 0; i < Size; i++)
            {
                for (var j = 0; j < Size; j++)
                {
                    var wave = 0.5 + (0.5 * Math.Sin((0.07 * i * (c + 1)) + (0.11 * j) + (0.5 * c)));
                    picture[(((c * Size) + i) * Size) + j] = (float)(Low + ((High - Low) * wave));
                }
            }
        }

        return picture;
    }
}
