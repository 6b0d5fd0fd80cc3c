namespace Kindred.Abuse.Http.Api;

/// <summary>A value for a parameter or a field.</summary>
/// <param name="Text">As it stands in an address, not yet encoded; or as JSON.</param>
/// <param name="IsAllowed">Whether its schema allows it; null where that does not say.</param>
internal readonly record struct Sample(string Text, bool? IsAllowed)
{
    /// <summary>For people: not all of a long one.</summary>
    public string Short => Text.Length <= 40 ? Text : $"{Text[..40]}… of {Text.Length}";
}
