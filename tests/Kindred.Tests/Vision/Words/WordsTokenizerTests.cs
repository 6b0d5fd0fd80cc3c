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

    [Theory]
    [InlineData("red", 5)]
    [InlineData("A photo of a Red SOFA!", 4, 8, 9, 4, 5, 7)]
    [InlineData("blue, reddish  chairs", 6, 5, 13, 17, 10, 11)]
    [InlineData("zebra", 3, 2, 16, 19, 22, 18)]
    public void Encode_OfSentencePieces_IsWhatOthersMakeOfIt(string words, params int[] ids)
    {
        var tokenizer = WordsTokenizer.Load(
            new TokenizerSpecification { Kind = TokenizerKind.SentencePiece, Files = ["spiece.model"], DropPunctuation = true },
            TwoTowers.TokenizerFolder, 16);

        var (found, count) = tokenizer.Encode(words);

        Assert.Equal([.. ids, 1], found[..count]);
        Assert.All(found[count..], id => Assert.Equal(1, id));
    }

    [Theory]
    [InlineData("red", 6)]
    [InlineData("A photo of a Red SOFA!", 5, 11, 12, 5, 6, 9, 23)]
    [InlineData("reddish tableware, 30", 6, 17, 16, 30, 31, 24, 28, 29)]
    [InlineData("the café", 13, 14)]
    [InlineData("zebra", 1)]
    [InlineData("sofas 2.", 9, 15, 27, 25)]
    public void Encode_OfWordPieces_IsWhatOthersMakeOfIt(string words, params int[] ids)
    {
        var (found, count) = Load(TokenizerKind.WordPiece, 16, "vocab.txt").Encode(words);

        Assert.Equal([2, .. ids, 3], found[..count]);
        Assert.All(found[count..], id => Assert.Equal(0, id));
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
    public void Encode_OfHalfACharacter_TakesWhatIsThere()
    {
        var (found, count) = Load(TokenizerKind.Clip, 32, "vocab.json", "merges.txt").Encode("red \ud83d sofa");

        Assert.Equal([515, 526], found[1..(count - 1)].Where(id => id is 515 or 526));
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
