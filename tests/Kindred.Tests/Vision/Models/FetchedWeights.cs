using Kindred.Vision.Models;

namespace Kindred.Tests.Vision.Models;

/// <summary>Weights that a checkout does not have by itself. Tests that need them say that they were skipped.</summary>
internal static class FetchedWeights
{
    /// <summary>Skips the test where a model's weights are not here.</summary>
    /// <param name="model">Its id.</param>
    public static void Need(string model) => Assert.SkipUnless(
        ModelCatalog.Default.WeightsOf(model).All(weights => ModelStore.Default.TryLocate(weights) is not null),
        $"The weights of {model} are not here; get them by: kindred models pull {model}");
}
