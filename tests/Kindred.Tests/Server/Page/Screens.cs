namespace Kindred.Tests.Server.Page;

/// <summary>The screens that the page is made for: a phone, a tablet, a laptop and a large one, in light and in dark colors.</summary>
public static class Screens
{
    public static TheoryData<int, int, bool> All =>
        new(from size in new[] { (390, 844), (768, 1024), (1440, 900), (2560, 1440) }
            from dark in new[] { false, true }
            select (size.Item1, size.Item2, dark));
}
