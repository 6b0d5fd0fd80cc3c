
namespace Kindred.Vision.Models;

/// <summary>Turns a network's feature maps into one vector: part by part, cell by cell (row-major), channels innermost.</summary>
internal sealed record DescriptorHead
{
    /// <summary>The parts, at least one. Their vectors are concatenated in this order.</summary>
    public required IReadOnlyList<HeadPart> Parts { get; init; }

    /// <summary>
    /// Whether the mirrored picture's descriptor is added, so that left and right are alike; default no. Doubles the work.
    /// </summary>
    public bool Mirror { get; init; }

    /// <summary>
    /// Whether each part, the whole, and the sum with the mirrored picture's are brought to unit length; default yes.
    /// A vector of zeros stays as it is.
    /// </summary>
    public bool Normalize { get; init; } = true;

    /// <summary>The head in one line, always the same for the same head: fit for a library's stamp.</summary>
    public override string ToString()
    {
        var parts = Parts.Select(part =>
            $"{part.Tensor ?? "last"} {NameOf(part.Pool)}{(part.Pool == Pooling.Flatten ? "" : $" {part.Grid}")}");
        return $"[{string.Join(", ", parts)}]{(Mirror ? ", mirror" : "")}{(Normalize ? "" : ", raw")}";
    }

    private static string NameOf(Pooling pooling) => pooling switch
    {
        Pooling.Max => "max",
        Pooling.Average => "avg",
        Pooling.GeneralizedMean => "gem3",
        _ => "flatten",
    };
}
