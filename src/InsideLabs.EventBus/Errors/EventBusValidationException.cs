namespace InsideLabs.EventBus.Errors;

/// <summary>An input was refused. Nothing was stored.</summary>
public sealed class EventBusValidationException : EventBusException
{
    /// <summary>Creates the exception from every fault found.</summary>
    /// <param name="faults">At least one fault; the first one's code becomes <see cref="EventBusException.Code"/>.</param>
    public EventBusValidationException(IReadOnlyList<Fault> faults)
        : base(faults[0].Code, Describe(faults)) => Faults = [.. faults];

    /// <summary>Creates the exception from one fault.</summary>
    public EventBusValidationException(string field, string code, string message)
        : this([new Fault(field, code, message)])
    {
    }

    /// <summary>Every fault found, in the order of the input's fields.</summary>
    public IReadOnlyList<Fault> Faults { get; }

    private static string Describe(IReadOnlyList<Fault> faults) => string.Join(
        ' ',
        faults.Select(f => f.Field.Length == 0 ? $"{f.Message} ({f.Code})" : $"{f.Field}: {f.Message} ({f.Code})"));
}
