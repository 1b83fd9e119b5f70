using System.Globalization;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.FailPoints;

/// <summary>Runs children to their fail points.</summary>
internal static class FailPointChild
{
    /// <summary>Lets a child run until it kills itself, or is killed, at its point.</summary>
    /// <param name="bed">Where.</param>
    /// <param name="role">What it does.</param>
    /// <param name="point">The name of its point; null when it does not kill itself.</param>
    /// <param name="nth">At which time it dies.</param>
    /// <param name="values">What else the role wants to know.</param>
    /// <param name="launch">How it is started.</param>
    /// <returns>All that it said.</returns>
    /// <exception cref="FaultException">It never came to the point.</exception>
    public static async Task<IReadOnlyList<ChildLine>> RunAsync(
        TestBed bed,
        string role,
        string? point,
        int nth,
        Dictionary<string, string> values,
        ChildLaunch? launch = null)
    {
        if (point is not null)
        {
            values[FailPointServices.Point] = point;
            values[FailPointServices.Nth] = nth.ToString(CultureInfo.InvariantCulture);
        }

        var lines = new List<ChildLine>();
        await using var child = bed.StartChild(role, values, launch);
        await bed.FollowAsync(child, lines.Add).WaitAsync(TestBed.Patience);
        await TestBed.ExpectExitAsync(child, ChildProcess.KilledExitCode);
        bed.Kills++;
        return point is null || lines.Exists(l => l is { Kind: ChildLineKind.Told, Subject: FailPointTrigger.Reached })
            ? lines
            : throw new FaultException($"A child was killed, but not at '{point}'. It said: {child.Errors}");
    }

    /// <summary>What its point was about: the part after the slash.</summary>
    public static string SubjectOf(IReadOnlyList<ChildLine> lines) => lines
        .Single(l => l is { Kind: ChildLineKind.Told, Subject: FailPointTrigger.Reached }).Detail.Split('/')[1];
}
