using Kindred.Images;

namespace Kindred.Tests.Images;

public sealed class ImageLabelTests
{
    [Theory]
    [InlineData("chair/1.jpg", "chair")]
    [InlineData("val/chair/1.jpg", "chair")]
    [InlineData("swivel-chair/a_b.jpg", "swivel-chair")]
    [InlineData("椅子/1.jpg", "椅子")]
    [InlineData("sofa_00000226.jpg", "sofa")]
    [InlineData("sofa_large_1.jpg", "sofa")]
    [InlineData("1.jpg", null)]
    [InlineData("_1.jpg", null)]
    public void FromPath_FolderOrPrefix_IsLabel(string path, string? label) => Assert.Equal(label, ImageLabel.FromPath(path));
}
