namespace InsideLabs.EventBus.Dispatching;

/// <summary>
/// Leaves a destination alone that keeps failing. After some failures in a row it opens; when its delay is over one attempt probes. A
/// probe that fails opens it again for twice as long; one that succeeds admits two attempts at once, then four, until it is closed.
/// Instants are times since the process began, so that no clock that is set can keep it open.
/// </summary>
internal sealed class Circuit(int threshold, TimeSpan firstDelay, TimeSpan longestDelay)
{
    /// <summary>With so many admitted at once the destination counts as recovered.</summary>
    private const int Recovered = 16;

    private readonly Lock _gate = new();
    private int _failures;
    private TimeSpan _openUntil;
    private TimeSpan _delay;
    private int _admitted;
    private int _running;

    /// <summary>Whether it keeps attempts from starting, or admits only some.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Asks whether an attempt may start.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isProbe">Whether it is one of those that are admitted while the destination recovers; its end must be told.</param>
    /// <returns>How long to wait before asking again; null when it may start.</returns>
    public TimeSpan? Enter(TimeSpan now, out bool isProbe)
    {
        lock (_gate)
        {
            isProbe = false;
            if (!IsOpen)
            {
                return null;
            }

            if (now < _openUntil)
            {
                return _openUntil - now;
            }

            if (_running >= _admitted)
            {
                return firstDelay;
            }

            isProbe = true;
            _running++;
            return null;
        }
    }

    /// <summary>The destination took an attempt.</summary>
    /// <returns>Whether it has nothing against it any more, so that the circuit may be forgotten.</returns>
    public bool Succeed(bool isProbe)
    {
        lock (_gate)
        {
            _failures = 0;
            _running -= isProbe ? 1 : 0;
            _admitted *= 2;

            // One that began before the circuit opened proves as much as all probes.
            IsOpen = IsOpen && isProbe && _admitted < Recovered;
            return !IsOpen;
        }
    }

    /// <summary>An attempt failed at the destination.</summary>
    /// <returns>How long it is left alone from now on; null when that has not changed.</returns>
    public TimeSpan? Fail(TimeSpan now, bool isProbe)
    {
        lock (_gate)
        {
            _failures++;
            _running -= isProbe ? 1 : 0;

            // While it is open only the first probe that fails counts: the others began before, or beside it.
            if (IsOpen ? !isProbe || now < _openUntil : _failures < threshold)
            {
                return null;
            }

            var doubled = _delay * 2;
            _delay = !IsOpen ? firstDelay : doubled < longestDelay ? doubled : longestDelay;
            (IsOpen, _openUntil, _admitted) = (true, now + _delay, 1);
            return _delay;
        }
    }

    /// <summary>An attempt ended that tells nothing about the destination.</summary>
    public void Leave(bool isProbe)
    {
        lock (_gate)
        {
            _running -= isProbe ? 1 : 0;
        }
    }
}
