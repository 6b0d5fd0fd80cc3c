using Kindred.Images;
using Kindred.Images.Tables;

namespace Kindred.Tests.Images;

/// <summary>Positions of many things by what they share, beside what LINQ's lookup finds.</summary>
public sealed class PositionLookupTests
{
    [Fact]
    public void Find_KeysThatSomeShare_FindsWhatALookupFinds()
    {
        var random = new Random(5);
        string[] keys = [.. Enumerable.Range(0, 3000).Select(_ => $"key {random.Next(900)}")];
        var expected = Enumerable.Range(0, keys.Length).ToLookup(position => keys[position], StringComparer.Ordinal);

        var lookup = new PositionLookup<string>(keys.Length, position => keys[position]);

        for (var key = 0; key < 1000; key++)
            Assert.Equal(expected[$"key {key}"], lookup.Find($"key {key}"));
        Assert.Empty(new PositionLookup<string>(0, position => keys[position]).Find("key 1"));
    }

    [Fact]
    public void Select_SomeOfASelection_AreOfTheListItWasMadeOf()
    {
        var table = ImageTable.Of(Enumerable.Range(0, 100).Select(number => new Image(
            new ImageId(number + 1), "/gallery", $"{number % 3}/{number:00}.jpg", ContentHash.Of(BitConverter.GetBytes(number)), number,
            DateTime.UnixEpoch, 8, 8)));

        var backwards = ImageSelection.Of(table, Enumerable.Range(0, 100).OrderDescending());
        var some = ImageSelection.Where(backwards, image => image.Path.StartsWith("1/", StringComparison.Ordinal));

        Assert.Equal(table.Reverse(), backwards);
        Assert.Equal(table.Reverse().Where(image => image.Bytes % 3 == 1), some);
        Assert.Equal((33, table[97]), (some.Count, some[0]));
    }
}
