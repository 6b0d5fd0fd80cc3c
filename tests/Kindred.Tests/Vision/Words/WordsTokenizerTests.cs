using Kindred.Tests.Fixtures;
using Kindred.Vision.Words;

namespace Kindred.Tests.Vision.Words;

public sealed class WordsTokenizerTests
{
    private const int Start = 561;
    private const int End = 562;

    // The ids are those of @huggingface/tokenizers: see the README beside the files.
    [Theory]
    [InlineData("red", 515)]
    [InlineData("a photo of a red sofa", 320, 534, 536, 320, 515, 526)]
    [InlineData("Red  SOFA!!", 515, 526, 0, 256)]
    [InlineData("  RED\tsofa\n", 515, 526)]
    [InlineData("it's the café's door", 72, 339, 546, 539, 66, 64, 69, 127, 358, 546, 67, 535, 337)]
    [InlineData("2 blue chairs, 30 tables", 273, 516, 524, 81, 338, 267, 274, 271, 550)]
    [InlineData("zebra", 89, 68, 65, 81, 320)]
    [InlineData("schön 漢字 🛋️", 82, 66, 71, 127, 114, 333, 162, 120, 95, 161, 255, 501, 172, 253, 249, 233, 171, 116, 493)]
    [InlineData("rEd's n'T", 515, 546, 333, 6, 339)]
    [InlineData("a<b>c", 320, 283, 321, 285, 322)]
    [InlineData("")]
    public void Encode_InClipsForm_IsWhatOthersMakeOfIt(string words, params int[] ids)
    {
        var (found, count) = Load(TokenizerKind.Clip, 32, "vocab.json", "merges.txt").Encode(words);

        Assert.Equal([Start, .. ids, End], found[..count]);
        Assert.All(found[count..], id => Assert.Equal(End, id));
        Assert.Equal(32, found.Length);
    }

    [Fact]
    public void Encode_OfMoreThanFits_KeepsTheMarks()
    {
        var (found, count) = Load(TokenizerKind.Clip, 5, "vocab.json", "merges.txt").Encode("a photo of a red sofa");

        Assert.Equal([Start, 320, 534, 536, End], found);
        Assert.Equal(5, count);
    }

    [Fact]
    public void Encode_OfAMarkThatIsTyped_TakesItForLetters()
    {
        var (found, count) = Load(TokenizerKind.Clip, 32, "vocab.json", "merges.txt").Encode("<|endoftext|>");

        Assert.DoesNotContain(End, found[..(count - 1)]);
    }

    [Fact]
    public void Load_OfOtherFiles_SaysWhichInOneLine()
    {
        var fault = Assert.Throws<KindredException>(() => Load(TokenizerKind.Clip, 8, "merges.txt", "vocab.json"));

        Assert.Equal(Fault.ModelUnusable, fault.Fault);
        Assert.Contains("merges.txt", fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private static WordsTokenizer Load(TokenizerKind kind, int contextLength, params string[] files) =>
        WordsTokenizer.Load(new TokenizerSpecification { Kind = kind, Files = files }, TwoTowers.TokenizerFolder, contextLength);
}
