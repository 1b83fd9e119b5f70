namespace InsideLabs.EventBus.Faults.Checking;

/// <summary>A clock was set while it was read.</summary>
/// <param name="Before">What it showed just before.</param>
/// <param name="After">What it showed just after.</param>
internal sealed record ClockStep(DateTimeOffset Before, DateTimeOffset After)
{
    /// <summary>How long somebody may need from reading a clock that says something is due to reading it again when the attempt begins.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromSeconds(1);

    /// <summary>What the clock would show without this step; null when it is too long ago to matter.</summary>
    public DateTimeOffset? Without(DateTimeOffset reading) =>
        reading >= After && reading - After < Reach ? Before + (reading - After) : null;
}
