using Kindred.Server.Images;

namespace Kindred.Tests.Server.Images;

public sealed class NaturalOrderTests
{
    [Theory]
    [InlineData("img_2.jpg", "img_10.jpg")]
    [InlineData("img_002.jpg", "img_10.jpg")]
    [InlineData("IMG_2.jpg", "img_10.jpg")]
    [InlineData("chair/10.jpg", "chair 2/1.jpg")]
    [InlineData("chair 2/1.jpg", "chair 10/1.jpg")]
    [InlineData("2024-9-30.jpg", "2024-10-01.jpg")]
    [InlineData("a.jpg", "a1.jpg")]
    [InlineData("99999999999999999999999998.jpg", "99999999999999999999999999.jpg")]
    [InlineData("a", "aa")]
    [InlineData("沙发2.jpg", "沙发10.jpg")]
    [InlineData("A.jpg", "a.jpg")]
    [InlineData("01.jpg", "1.jpg")]
    public void Compare_NamesAsPeopleReadThem_FirstGoesFirst(string first, string second)
    {
        Assert.InRange(NaturalOrder.Comparer.Compare(first, second), int.MinValue, -1);
        Assert.InRange(NaturalOrder.Comparer.Compare(second, first), 1, int.MaxValue);
        Assert.Equal(0, NaturalOrder.Comparer.Compare(first, first));
    }
}
