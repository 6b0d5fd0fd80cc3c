namespace Kindred.Images;

/// <summary>Labels as numbers.</summary>
internal static class ImageLabels
{
    /// <summary>Numbers the labels from 0 in the order they first come; −1 for images without one.</summary>
    public static int[] Number(IEnumerable<Image> images)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. images.Select(image =>
            {
                if (image.Label is not { } label)
                    return -1;
                if (!numbers.TryGetValue(label, out var number))
                    numbers.Add(label, number = numbers.Count);
                return number;
            }),
        ];
    }
}
