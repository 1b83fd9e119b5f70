using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Checking;

/// <summary>What the children said of their publishes: the truth that the store is measured by.</summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _begun = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _acknowledged = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);

    /// <summary>Every event that may exist, by id, with its type.</summary>
    public IReadOnlyDictionary<string, string> Begun => _begun;

    /// <summary>Every event that must exist, by id, with the number of deliveries its receipt promised.</summary>
    public IReadOnlyDictionary<string, int> Acknowledged => _acknowledged;

    /// <summary>Every event whose publish was refused, by id, with the code. It may be stored or not.</summary>
    public IReadOnlyDictionary<string, string> Refused => _refused;

    public void Add(ChildLine line)
    {
        lock (_gate)
        {
            switch (line.Kind)
            {
                case ChildLineKind.Begun:
                    _begun.Add(line.Subject, line.Detail);
                    break;
                case ChildLineKind.Acknowledged:
                    _acknowledged.Add(line.Subject, line.Deliveries);
                    break;
                case ChildLineKind.Refused:
                    _refused.Add(line.Subject, line.Detail);
                    break;
            }
        }
    }
}
