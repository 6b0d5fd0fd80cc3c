using System.Globalization;
using Kindred.Vision.Models;

namespace Kindred.Tests.Vision.Models;

public sealed class InputSpecificationTests
{
    /// <summary>It goes into the stamp of a library, and a library made in one country is read in another.</summary>
    [Fact]
    public void ToString_CultureWithCommas_IsAsEverywhere()
    {
        var input = new InputSpecification { Width = 160, Height = 160, Mean = [0.5f, -0.25f, 0], StandardDeviation = [0.5f, 0.5f, 1] };
        var expected = input.ToString();
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NegativeSign) = (",", "−");
        var before = CultureInfo.CurrentCulture;

        CultureInfo.CurrentCulture = commas;
        try
        {
            Assert.Equal(expected, input.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal("160x160 squash rgb, mean 0.5 -0.25 0, deviation 0.5 0.5 1", expected);
    }
}
