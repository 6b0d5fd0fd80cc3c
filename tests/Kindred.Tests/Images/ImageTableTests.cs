using Kindred.Images;
using Kindred.Images.Tables;

namespace Kindred.Tests.Images;

public sealed class ImageTableTests
{
    [Fact]
    public void Images_come_out_as_they_went_in()
    {
        // More than one block of them, with paths that are longer in UTF-8, and folders that come again.
        Image[] images =
        [
            .. Enumerable.Range(0, 10_000).Select(i => new Image(
                new ImageId((i * 7L) + 1), i % 3 == 0 ? "/gallery" : "s3://bücher/stühle", $"stühle/{i}-{new string('椅', i % 40)}.jpg",
                ContentHash.Of(BitConverter.GetBytes(i)), i * 1_000_000_000L, new DateTime(i * 1_000_000L, DateTimeKind.Utc), i, i + 1)),
        ];
        var table = ImageTable.Of(images);

        Assert.Equal(images, table);
        Assert.Equal(images.Length, table.Count);
        Assert.Equal(images[4096], table[4096]);
        Assert.Equal(images[9999].Label, table[9999].Label);
        Assert.Equal(images.Select(image => image.Content), Enumerable.Range(0, table.Count).Select(table.ContentAt));
        Assert.Equal(images.Select(image => image.Id), Enumerable.Range(0, table.Count).Select(table.IdAt));
        Assert.Throws<ArgumentOutOfRangeException>(() => table[10_000]);
        Assert.Empty(new ImageTable());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    [InlineData(65_536)]
    public void The_first_position_of_each_key_is_found(int count)
    {
        var random = new Random(count);
        long[] keys = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(count * 2L) << 20)];
        var first = new Dictionary<long, int>();
        for (var position = 0; position < count; position++)
            first.TryAdd(keys[position], position);
        var table = new PositionTable<long>(count, position => keys[position]);

        Assert.Equal(count, table.Count);
        for (var key = -5L; key < count * 2L; key++)
            Assert.Equal(first.GetValueOrDefault(key << 20, -1), table.Find(key << 20));
    }
}
