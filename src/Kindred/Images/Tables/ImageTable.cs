using System.Collections;
using System.Text;

namespace Kindred.Images.Tables;

/// <summary>
/// Many images in little memory: about 75 bytes and its path for each, a third of what as many objects take. An image is made anew each
/// time it is asked for. Filled by one thread, then safe to read from several.
/// </summary>
internal sealed class ImageTable : IReadOnlyList<Image>
{
    private const int BlockBits = 12;
    private const int BlockRows = 1 << BlockBits;

    private readonly List<Block> _blocks = [];
    private readonly List<string> _folders = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public Image this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            var block = _blocks[index >> BlockBits];
            var row = block.Rows[index & (BlockRows - 1)];
            var path = Encoding.UTF8.GetString(block.Text, row.Start, row.Length);
            return new Image(
                row.Id, _folders[row.Folder], path, row.Content, row.Bytes, new DateTime(row.Modified, DateTimeKind.Utc), row.Width,
                row.Height);
        }
    }

    /// <summary>Takes images in, in their order.</summary>
    public static ImageTable Of(IEnumerable<Image> images)
    {
        var table = new ImageTable();
        foreach (var image in images)
            table.Add(image);
        return table;
    }

    /// <summary>Puts an image behind the others. The time it was modified is in UTC.</summary>
    public void Add(Image image)
    {
        if (Count >> BlockBits == _blocks.Count)
        {
            if (_blocks is [.., var full])
                full.Trim();
            _blocks.Add(new Block());
        }

        if (!_numbers.TryGetValue(image.Folder, out var folder))
        {
            _numbers.Add(image.Folder, folder = _folders.Count);
            _folders.Add(image.Folder);
        }

        _blocks[^1].Add(image, folder);
        Count++;
    }

    /// <summary>The content of the image at a position.</summary>
    public ContentHash ContentAt(int position) => _blocks[position >> BlockBits].Rows[position & (BlockRows - 1)].Content;

    /// <summary>The id of the image at a position.</summary>
    public ImageId IdAt(int position) => _blocks[position >> BlockBits].Rows[position & (BlockRows - 1)].Id;

    /// <inheritdoc/>
    public IEnumerator<Image> GetEnumerator()
    {
        for (var position = 0; position < Count; position++)
            yield return this[position];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private readonly record struct Row(
        ImageId Id, ContentHash Content, long Bytes, long Modified, int Width, int Height, int Folder, int Start, int Length);

    private sealed class Block
    {
        private int _count;
        private int _used;

        public Row[] Rows { get; private set; } = new Row[16];

        /// <summary>Paths in UTF-8, one behind the other.</summary>
        public byte[] Text { get; private set; } = new byte[512];

        public void Add(Image image, int folder)
        {
            if (_count == Rows.Length)
                Rows = Grown(Rows, Rows.Length * 2);
            var length = Encoding.UTF8.GetByteCount(image.Path);
            if (_used + length > Text.Length)
                Text = Grown(Text, Math.Max(_used + length, Text.Length * 2));
            Encoding.UTF8.GetBytes(image.Path, Text.AsSpan(_used));
            Rows[_count++] = new Row(
                image.Id, image.Content, image.Bytes, image.Modified.Ticks, image.Width, image.Height, folder, _used, length);
            _used += length;
        }

        /// <summary>Gives back the room for more.</summary>
        public void Trim() => Text = Grown(Text, _used);

        private static T[] Grown<T>(T[] array, int length)
        {
            Array.Resize(ref array, length);
            return array;
        }
    }
}
