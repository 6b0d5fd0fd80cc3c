using System.Buffers.Binary;
using Kindred.Images;
using Kindred.Search.Files;
using Kindred.Spaces;

namespace Kindred.NeighborIndexes;

/// <summary>
/// Names the rows of a gallery's index in a space: by the content of an image, and by the label whose prototype it is drawn towards.
/// Rows with the same number are the same vector, and one whose image was given another label is known by that to be stale.
/// </summary>
/// <param name="space">The space of the rows.</param>
internal sealed class RowKeys(EmbeddingSpace space)
{
    /// <summary>Bits of a number that the label has a say in; the others are of the content alone.</summary>
    private const int LabelBits = 32;

    /// <summary>The key of an image's row.</summary>
    public RowKey Of(Image image) =>
        new(image.Id.Value, NumberOf(image.Content) ^ (UInt128)(uint)(1 + (space.Prototypes?.OfLabel(image.Label) ?? -1)));

    /// <summary>Whether a file has exactly these images, in this order, drawn as the space would draw them.</summary>
    public bool AreIn(IndexFile file, IReadOnlyList<Image> images)
    {
        if (file.Count != images.Count)
            return false;
        var keys = file.Keys;
        for (var row = 0; row < keys.Length; row++)
        {
            if (keys[row] != Of(images[row]))
                return false;
        }

        return true;
    }

    /// <summary>What all rows of a content have in common, whatever their labels.</summary>
    public static UInt128 ContentOf(RowKey key) => key.Content >> LabelBits;

    /// <summary>What all rows of a content have in common, whatever their labels.</summary>
    public static UInt128 ContentOf(ContentHash content) => NumberOf(content) >> LabelBits;

    private static UInt128 NumberOf(ContentHash content) => BinaryPrimitives.ReadUInt128LittleEndian(content.ToByteArray());
}
