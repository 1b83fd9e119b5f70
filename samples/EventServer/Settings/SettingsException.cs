namespace EventServer.Settings;

/// <summary>Settings that the server does not start with: all that is wrong with them, at once.</summary>
internal sealed class SettingsException(IReadOnlyList<string> faults)
    : Exception(faults.Count == 1 ? faults[0] : string.Concat(faults.Select(f => $"{Environment.NewLine}  - {f}")));
