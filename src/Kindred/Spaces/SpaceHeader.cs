namespace Kindred.Spaces;

/// <summary>The line of JSON that a kept space begins with; its mean and its axes follow.</summary>
/// <param name="Kind">How the space was made: the name of a <see cref="SpaceKind"/>.</param>
/// <param name="Version">Number of the fit.</param>
/// <param name="FittedOn">Images it was fitted for.</param>
/// <param name="Dimensions">Length of the mean, and of every axis.</param>
/// <param name="Axes">Number of axes.</param>
/// <param name="Gain">What learning gained, if there was something to learn from.</param>
internal sealed record SpaceHeader(string Kind, int Version, int FittedOn, int Dimensions, int Axes, SpaceGain? Gain);
