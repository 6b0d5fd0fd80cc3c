namespace Kindred.Libraries;

/// <summary>
/// Holds back what a step reports while it runs beside an earlier one: people see one step after the other. Safe to use from several
/// threads.
/// </summary>
/// <param name="progress">Gets the newest report when the step is released, and all that come after.</param>
internal sealed class HeldProgress(IProgress<StepProgress>? progress) : IProgress<StepProgress>
{
    private readonly Lock _gate = new();
    private StepProgress? _held;
    private bool _isReleased;

    public void Report(StepProgress value)
    {
        lock (_gate)
        {
            if (_isReleased)
                progress?.Report(value);
            else
                _held = value;
        }
    }

    /// <summary>Lets reports through from now on.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isReleased = true;
            if (_held is { } value)
                progress?.Report(value);
        }
    }
}
