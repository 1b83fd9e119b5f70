namespace Notifications;

/// <summary>What Slack checks: the secret path, and the exact text. It is busy the first time.</summary>
internal sealed class SlackCheck
{
    private int _requests;

    public Verdict Judge(ServiceRequest request) =>
        request.Line != $"POST {SampleSecrets.SlackPath}" ? Verdict.Refuse("No such webhook.")
        : Interlocked.Increment(ref _requests) == 1 ? new Verdict(429, "rate_limited", RetryAfterSeconds: 1)
        : !request.Holds("""
            {"text": "*Order o-1001*, 49.90 EUR: &lt;!channel&gt; &lt;script&gt;alert(1)&lt;/script&gt; {{secrets.mailKey}}"}
            """) ? Verdict.Refuse($"This is another message than expected: {request.Shown}")
        : new Verdict(200, "ok");
}
