using System.Globalization;
using InsideLabs.EventBus.Mutations.Wire;

namespace InsideLabs.EventBus.Mutations.Load;

/// <summary>Tells what happened: a table, every breach with the bytes that repeat it, and one last line.</summary>
internal static class Verdict
{
    private const int MostBytesShown = 2_000;

    public static int Write(TextWriter output, RunContext run, string memory, IReadOnlyList<string> faults)
    {
        foreach (var line in run.Tally.Table(run.Contract.Mutating))
        {
            output.WriteLine(line);
        }

        foreach (var breach in run.Tally.Breaches)
        {
            output.WriteLine($"\nBREACH ({breach.Times} times) {breach.What}");
            if (breach.Request is { } request)
            {
                output.WriteLine($"  {Ending(request)}, repeat with: printf '%b' '{Shown.Bytes([.. request.Head(), .. request.Tail()], MostBytesShown)}'");
            }
        }

        foreach (var fault in faults)
        {
            output.WriteLine($"\nFAULT {fault}");
        }

        var failures = run.Tally.Broken + faults.Count;
        var seconds = run.Options.Duration.TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\n{(failures == 0 ? "OK" : $"FAILED ({failures})")}: seed {run.Options.Seed}, {run.Tally.Requests} requests in {seconds} s ({run.Tally.Requests / seconds:F0}/s), {run.Tally.Valid} of them valid; {run.Tally.Classes()}; {memory}"));
        return failures == 0 ? 0 : 1;
    }

    private static string Ending(WireRequest request) => request.Ending switch
    {
        Wire.Ending.Whole => "sent whole",
        Wire.Ending.HalfClosed => $"half closed after {request.CutAt} bytes",
        _ => $"reset after {request.CutAt} bytes",
    };
}
