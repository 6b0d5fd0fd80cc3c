using System.Globalization;
using System.Runtime.CompilerServices;

namespace Kindred.Tests;

/// <summary>
/// All tests run in a culture that writes numbers with a comma: programs of any culture use the library.
/// <c>KINDRED_TEST_CULTURE</c> names another, such as tr-TR, whose letters have other capitals.
/// </summary>
internal static class TestCulture
{
    [ModuleInitializer]
    internal static void Set()
    {
        var name = Environment.GetEnvironmentVariable("KINDRED_TEST_CULTURE");
        var culture = CultureInfo.GetCultureInfo(string.IsNullOrEmpty(name) ? "de-DE" : name);
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = culture;
    }
}
