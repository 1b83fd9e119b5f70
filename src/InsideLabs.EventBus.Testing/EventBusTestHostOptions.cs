namespace InsideLabs.EventBus.Testing;

/// <summary>How an <see cref="EventBusTestHost"/> is set up.</summary>
public sealed class EventBusTestHostOptions
{
    internal static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    /// <summary>The clock of the host; it may be shared by several. Default: a clock of its own.</summary>
    public VirtualClock Clock { get; set; } = new();

    /// <summary>
    /// How long, in real time, to wait for something that should come at once before it is called missing. Default: 30 s. Greater
    /// than zero; <see cref="Timeout.InfiniteTimeSpan"/> for a debugger.
    /// </summary>
    public TimeSpan Patience { get; set; } = DefaultPatience;

    /// <summary>
    /// Sets options of the bus; null for its defaults. One default is another here: <see cref="EventBusOptions.ClockCheckInterval"/> is a day,
    /// since nobody but the test sets the clock.
    /// </summary>
    public Action<EventBusOptions>? Bus { get; set; }

    /// <summary>Calls what sets the options, and judges the outcome.</summary>
    internal static EventBusTestHostOptions Of(Action<EventBusTestHostOptions>? configure)
    {
        var options = new EventBusTestHostOptions();
        configure?.Invoke(options);
        if (options.Clock is null)
        {
            throw new ArgumentException($"A host needs a clock: leave {nameof(Clock)} alone for one of its own.", nameof(configure));
        }

        if (options.Patience <= TimeSpan.Zero && options.Patience != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException(
                $"A {nameof(Patience)} of {options.Patience} waits for nothing: give more than zero, or Timeout.InfiniteTimeSpan.", nameof(configure));
        }

        return options;
    }
}
