namespace Kindred.Interactions.Recording;

/// <summary>Numbers of the kinds that every library has; those of events come behind, as they are met.</summary>
internal static class KindNumbers
{
    public const int Like = 1;

    public const int Dislike = 2;

    public const int Seen = 3;
}
