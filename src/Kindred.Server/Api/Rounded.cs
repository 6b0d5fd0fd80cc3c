namespace Kindred.Server.Api;

/// <summary>Numbers as they are sent: six digits say all there is to say.</summary>
internal static class Rounded
{
    public static double Of(double value) => Math.Round(value, 6);
}
