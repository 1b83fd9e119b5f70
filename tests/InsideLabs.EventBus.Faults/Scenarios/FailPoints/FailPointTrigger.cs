using System.Diagnostics;
using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>Kills this process when it comes to a point of the program for the n-th time since it was armed.</summary>
/// <param name="point">The name of the point.</param>
/// <param name="nth">At which time.</param>
internal sealed class FailPointTrigger(string point, int nth)
{
    /// <summary>What it tells before it dies: the point, and what it was about.</summary>
    public const string Reached = "reached";

    private readonly LineWriter _output = new();
    private int _count;
    private volatile bool _isArmed;

    public void Arm() => _isArmed = true;

    /// <summary>The process is at a point.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="subject">What it is about.</param>
    public void Reach(string name, object? subject = null)
    {
        if (!_isArmed || !string.Equals(name, point, StringComparison.Ordinal) || Interlocked.Increment(ref _count) != nth)
        {
            return;
        }

        _output.Write(ChildLine.Tell(Reached, $"{name}/{subject}"));
        Posix.Signal(Environment.ProcessId, Posix.Kill);
        throw new UnreachableException();
    }

    /// <summary>Passes the points before and after a step.</summary>
    public async ValueTask<T> PassAsync<T>(string name, Func<ValueTask<T>> step, object? subject = null)
    {
        Reach(FailPoint.Before(name), subject);
        var result = await step();
        Reach(FailPoint.After(name), subject);
        return result;
    }
}
