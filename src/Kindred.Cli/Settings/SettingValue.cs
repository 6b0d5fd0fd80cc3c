namespace Kindred.Cli.Settings;

/// <summary>What a setting is set to, and by what.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Values">Its values: one, or those of a list; "true" and "false" for a switch.</param>
/// <param name="Source">Where it is set: a path or an environment variable.</param>
internal sealed record SettingValue(Setting Setting, IReadOnlyList<string> Values, string Source)
{
    /// <summary>As it would be typed.</summary>
    /// <param name="isSwitch">Whether the option is there or not, without a value.</param>
    public IEnumerable<string> Tokens(bool isSwitch) => isSwitch
        ? Values is ["true"] ? [Setting.Option] : []
        : Values.Select(value => $"{Setting.Option}={value}");
}
