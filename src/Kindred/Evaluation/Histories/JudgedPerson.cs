using Kindred.Interactions;

namespace Kindred.Evaluation.Histories;

/// <summary>Somebody, as they were without some of their likes.</summary>
/// <param name="Targets">Pictures they like that no fit has seen, as positions.</param>
/// <param name="Likes">Pictures they are known to like, each once.</param>
/// <param name="Known">Pictures they have chosen or seen, in rising order: they are not ranked.</param>
/// <param name="Interactions">What is known of them, by time.</param>
internal sealed record JudgedPerson(int[] Targets, int[] Likes, int[] Known, IReadOnlyList<Interaction> Interactions);
