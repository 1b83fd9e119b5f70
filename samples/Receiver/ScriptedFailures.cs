using System.Collections.Concurrent;

namespace Receiver;

/// <summary>Makes the receiver refuse the first requests of each delivery, to show what the sender does then.</summary>
internal sealed class ScriptedFailures
{
    private readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);

    /// <param name="webhookId">The delivery.</param>
    /// <param name="failFirst">How many of its requests are to fail.</param>
    public bool ShouldFail(string webhookId, int failFirst) =>
        failFirst > 0 && _requests.AddOrUpdate(webhookId, 1, (_, seen) => Math.Min(seen, failFirst) + 1) <= failFirst;
}
