using InsideLabs.EventBus.Conformance;

namespace InsideLabs.EventBus.Tests.Matching;

/// <summary>The cases of patterns, for whoever claims to match.</summary>
internal static class PatternCases
{
    public static TheoryData<string, string, bool> Matches()
    {
        var rows = new TheoryData<string, string, bool>();
        foreach (var row in ConformanceCases.Load("patterns.json").GetProperty("match").EnumerateArray())
        {
            rows.Add(
                row.GetProperty("pattern").GetString()!,
                row.GetProperty("eventType").GetString()!,
                row.GetProperty("matches").GetBoolean());
        }

        foreach (var row in ConformanceCases.BadInputs("pattern.match"))
        {
            var outcome = row.GetProperty("expected").GetProperty("outcome").GetString();
            rows.Add(
                row.GetProperty("input").GetProperty("pattern").GetString()!,
                row.GetProperty("input").GetProperty("eventType").GetString()!,
                !string.Equals(outcome, "no-match", StringComparison.Ordinal));
        }

        return rows;
    }

    public static TheoryData<string> Texts(string list)
    {
        var rows = new TheoryData<string>();
        foreach (var row in ConformanceCases.Load("patterns.json").GetProperty(list).EnumerateArray())
        {
            rows.Add(row.GetString()!);
        }

        return rows;
    }
}
