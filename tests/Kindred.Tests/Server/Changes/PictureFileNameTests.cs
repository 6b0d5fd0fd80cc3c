using System.Text;
using Kindred.Server.Changes;

namespace Kindred.Tests.Server.Changes;

/// <summary>Names of files that are made of what strangers send.</summary>
public sealed class PictureFileNameTests
{
    [Theory]
    [InlineData("SKU-1")]
    [InlineData("Stuhl (2) grün")]
    [InlineData("chair_7.v2")]
    [InlineData("椅子")]
    public void Of_AHarmlessText_IsIt(string text) => Assert.Equal(text, PictureFileName.Of(text));

    [Theory]
    [InlineData("a/b", "a-b-")]
    [InlineData("..", "---")]
    [InlineData(".hidden", "-hidden-")]
    [InlineData("a\0b", "a-b-")]
    [InlineData("CON", "-CON-")]
    [InlineData("con.1", "-con.1-")]
    [InlineData("COM¹", "COM--")]
    [InlineData("lpt9 .x", "-lpt9 .x-")]
    [InlineData("end. .", "end----")]
    [InlineData(" x", "-x-")]
    [InlineData("a\u202Egpj", "a-gpj-")]
    [InlineData("e\u0301", "e--")]
    [InlineData("\uD800", "--")]
    [InlineData("🪑", "--")]
    public void Of_AnyOtherText_IsWhatIsLeftAndAHash(string text, string begins)
    {
        var name = PictureFileName.Of(text);

        Assert.StartsWith(begins, name, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{12}$", name[^12..]);
        Assert.Equal(name, PictureFileName.Of(text));
    }

    [Fact]
    public void Of_TextsThatLookAlikeInANameOfAFile_Differs()
    {
        string[] texts = ["a/b", "a\\b", "a:b", "a-b", "a*b", "a/b ", "é", "e\u0301", "\uFF0Fa", "/a", "-a", new('x', 300), new('x', 301)];

        Assert.Distinct(texts.Select(PictureFileName.Of));
        Assert.All(texts, text => Assert.InRange(Encoding.UTF8.GetByteCount(PictureFileName.Of(text)), 1, 140));
    }

    [Theory]
    [InlineData("sofa.jpg", "sofa")]
    [InlineData("../a/b/sofa.JPEG", "sofa")]
    [InlineData("C:\\pictures\\sofa.webp", "sofa")]
    [InlineData("sofa.v2", "sofa.v2")]
    [InlineData(".jpg", "")]
    [InlineData("a/", "")]
    public void Bare_OfASendersName_HasNoFolderAndNoExtension(string name, string bare) => Assert.Equal(bare, PictureFileName.Bare(name));
}
