namespace Kindred.Interactions;

/// <summary>What an import changed.</summary>
/// <param name="Recorded">How many of its lines were new, changed something, or said what was there already.</param>
/// <param name="Absent">
/// How many of its lines are about pictures that the library does not have now; they count once the picture comes.
/// </param>
internal readonly record struct ImportReport(RecordReport Recorded, int Absent);
