using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Checking;

namespace InsideLabs.EventBus.Faults.Scenarios.Receivers;

/// <summary>What hostile receivers may cost, and how the audit must tell of them.</summary>
internal sealed class ReceiverJudge(ScenarioRun run, Evidence evidence, TimeSpan deadline)
{
    /// <summary>As much of a head, and as much of a body, as is read.</summary>
    private const int Cap = 16 * 1024;

    /// <summary>What may be read beyond, with all that waits in the buffers of the system.</summary>
    private const int Slack = 64 * 1024;

    private const long MostMemory = 64 * 1024 * 1024;
    private static readonly TimeSpan SchedulerNoise = TimeSpan.FromMilliseconds(250);

    public void Judge(IReadOnlyList<HostileReceiver> receivers, long memory)
    {
        foreach (var receiver in receivers)
        {
            JudgeAudit(receiver.Kind);
            JudgeBytes(receiver);
            run.Runs++;
        }

        var longest = evidence.Attempts.Max(a => a.Duration);
        var most = receivers.SelectMany(r => r.Wires).Max(w => w.Written);
        run.Require(longest <= deadline + SchedulerNoise, $"an attempt took {longest}, and has {deadline}.");
        run.Require(memory <= MostMemory, $"the child's memory grew by {memory:N0} bytes.");
        run.Figure($"deadline {deadline}: the longest of {evidence.Attempts.Count} attempts took {longest}, at most {most:N0} bytes of an answer were taken, memory grew by {memory / 1024 / 1024} MiB");
    }

    private void JudgeBytes(HostileReceiver receiver)
    {
        var name = receiver.Kind.Name;
        run.Require(receiver.Strays == 0, $"{name}: {receiver.Strays} requests came to another URL.");
        foreach (var wire in receiver.Wires)
        {
            run.Require(wire.Written <= Cap + Slack, $"{name}: {wire.Written:N0} bytes of an answer were taken.");
            run.Require(
                !receiver.Kind.IsSlow || wire.ClosedAfter <= deadline + SchedulerNoise,
                $"{name}: a connection was held for {wire.ClosedAfter}, and the deadline is {deadline}.");
        }
    }

    private void JudgeAudit(ReceiverKind kind)
    {
        var subscription = evidence.Subscriptions.First(s => string.Equals(s.Value, kind.EventType, StringComparison.Ordinal)).Key;
        var attempts = evidence.Attempts.Where(a => a.SubscriptionId == subscription).ToArray();
        run.Require(attempts.Length > 0, $"{kind.Name}: there was no attempt.");
        foreach (var attempt in attempts)
        {
            if (kind.MayCross && attempt is { Outcome: AttemptOutcome.Failure, StatusCode: null } && Is(attempt.Code, ErrorCodes.ConnectionFailed))
            {
                continue;
            }

            var isSo = kind.Code is null ? attempt is { Outcome: AttemptOutcome.Success, Code: null } && (attempt.Number == 1 || kind.MayCross)
                : attempt.Number == 1 ? attempt.Outcome == AttemptOutcome.Failure && Is(attempt.Code, kind.Code)
                : attempt is { Outcome: AttemptOutcome.Dead, Number: 2 } && Is(attempt.Code, ErrorCodes.AttemptsExhausted) && attempt.Warnings.Any(w => w.Contains(kind.Code, StringComparison.Ordinal));
            run.Require(
                isSo && attempt.StatusCode == kind.Status,
                $"{kind.Name}: attempt {attempt.Number} ended as {attempt.Outcome} {attempt.StatusCode} {attempt.Code} ({string.Join(' ', attempt.Warnings)} {attempt.Response}).");
            run.Require(
                attempt.Response?.Contains(ReceiverKinds.Inflated, StringComparison.Ordinal) != true,
                $"{kind.Name}: the answer was inflated.");
        }
    }

    private static bool Is(string? code, string expected) => string.Equals(code, expected, StringComparison.Ordinal);
}
