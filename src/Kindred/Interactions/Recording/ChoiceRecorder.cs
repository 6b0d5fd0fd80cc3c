namespace Kindred.Interactions.Recording;

/// <summary>Decides what choices of one user change, for every store alike.</summary>
/// <param name="recorded">What is recorded already, and gets what is new.</param>
/// <param name="user">Who.</param>
/// <param name="now">Time of what is new and names none.</param>
internal sealed class ChoiceRecorder(IRecordedRows recorded, string user, DateTimeOffset now)
{
    private readonly List<WrittenInteraction> _found = [];
    private int _new;
    private int _updated;
    private int _already;

    /// <summary>What was done until now.</summary>
    public RecordReport Report => new(_new, _updated, _already);

    /// <summary>Records a choice.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="who">The user's number, and the last position given in what they have recorded; goes up where a row is added.</param>
    /// <param name="picture">The picture's number, and the name to write beside it.</param>
    /// <param name="kind">The kind's number, and the weight that its rows need not name.</param>
    /// <exception cref="OppositeChoiceException">The choice contradicts another, and does not replace it.</exception>
    public void Record(
        Choice choice, ref (int Number, int Position) who, (int Number, string? Name) picture, (int Number, double Usual) kind)
    {
        recorded.Find(who.Number, picture.Number, _found);
        if (Opposite(kind.Number) is { } contradicted)
        {
            if (!choice.Replaces)
                throw new OppositeChoiceException(user, choice);
            recorded.Delete(who.Number, picture.Number, contradicted);
        }

        if (Same(choice, kind.Number) is not { } same)
        {
            var weight = choice.Weight ?? choice.Kind.DefaultWeight;
            var row = new WrittenInteraction(kind.Number, (choice.Time ?? now).UtcTicks, weight == kind.Usual ? null : weight);
            who.Position++;
            recorded.Add(who.Number, picture.Number, row, who.Position, picture.Name);
            _new++;
            return;
        }

        var changed = new WrittenInteraction(
            kind.Number, choice.Time?.UtcTicks ?? same.Ticks,
            choice.Weight is null ? same.Weight : choice.Weight == kind.Usual ? null : choice.Weight);
        if (changed == same)
        {
            _already++;
            return;
        }

        recorded.Update(who.Number, picture.Number, same, changed);
        _updated++;
    }

    private WrittenInteraction? Opposite(int kind)
    {
        foreach (var found in _found)
        {
            if (found.Kind == WrittenInteraction.OppositeOf(kind))
                return found;
        }

        return null;
    }

    /// <summary>What is recorded of the same kind; of an event, at the same time.</summary>
    private WrittenInteraction? Same(Choice choice, int kind)
    {
        foreach (var found in _found)
        {
            if (found.Kind == kind && (choice.Kind.IsChoice || choice.Time is null || choice.Time.Value.UtcTicks == found.Ticks))
                return found;
        }

        return null;
    }
}
