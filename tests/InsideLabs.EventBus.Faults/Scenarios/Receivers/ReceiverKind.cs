using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Faults.Scenarios.Receivers;

/// <summary>One way to treat a sender badly.</summary>
/// <param name="Name">The name of its subscription and its part of the event type.</param>
/// <param name="Status">The status that the audit must name; null when no answer is an answer.</param>
/// <param name="Code">The code that the audit must name; null when the delivery is made.</param>
/// <param name="Answer">Answers a request that was read; whether the next one on the same connection is read too.</param>
internal sealed record ReceiverKind(string Name, int? Status, string? Code, Func<Wire, Task<bool>> Answer)
{
    /// <summary>Whether it keeps the sender waiting to its deadline. Those come after the others, which keep the processors busy.</summary>
    public bool IsSlow { get; init; }

    /// <summary>Whether it accepts no connection at all.</summary>
    public bool IsBlackHole { get; init; }

    /// <summary>Whether its connections may wait for another request afterwards, as HTTP has it: nobody looks at them meanwhile.</summary>
    public bool KeepsOpen { get; init; }

    /// <summary>
    /// Whether its closing of a connection may cross the next request, which then fails and is made again by the ladder: HTTP cannot tell
    /// whether that request was handled.
    /// </summary>
    public bool MayCross { get; init; }

    /// <summary>What its events are called.</summary>
    public string EventType => EventTypeOf(Name);

    public static string EventTypeOf(string name) => $"receivers.{name}.called";

    public static ReceiverKind Made(string name, int status, Func<Wire, Task<bool>> answer) => new(name, status, Code: null, answer);

    public static ReceiverKind Failing(string name, string code, Func<Wire, Task<bool>> answer) => new(name, Status: null, code, answer);

    public static ReceiverKind Silent(string name, Func<Wire, Task<bool>> answer) => Failing(name, ErrorCodes.Timeout, answer) with { IsSlow = true };
}
