using System.Globalization;

namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>The command line: <c>[--quick|--full] [--seed N] [--report FILE] [--json FILE] [SCENARIO...]</c>.</summary>
internal sealed record CampaignOptions
{
    public const string Usage = "[--quick|--full] [--seed N] [--report FILE] [--json FILE] [SCENARIO...]";

    public Scale Scale { get; init; }

    public int Seed { get; init; } = Random.Shared.Next(1_000_000);

    /// <summary>Where the table goes besides the standard output, as Markdown; nowhere when null.</summary>
    public string? ReportPath { get; init; }

    /// <summary>Where all results go as JSON; nowhere when null.</summary>
    public string? JsonPath { get; init; }

    /// <summary>Where to write the result of the one scenario that this process was started for inside its namespaces; null outside.</summary>
    public string? ResultPath { get; init; }

    /// <summary>Which ones; all of the scale when empty.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <exception cref="ArgumentException">The command line cannot be understood; the message says why.</exception>
    public static CampaignOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new CampaignOptions();
        while (arguments is not [])
        {
            (options, var used) = arguments switch
            {
                ["--quick", ..] => (options with { Scale = Scale.Quick }, 1),
                ["--full", ..] => (options with { Scale = Scale.Full }, 1),
                ["--seed", var text, ..] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) =>
                    (options with { Seed = seed }, 2),
                ["--report", var path, ..] => (options with { ReportPath = path }, 2),
                ["--json", var path, ..] => (options with { JsonPath = path }, 2),
                ["--result", var path, ..] => (options with { ResultPath = path }, 2),
                [var name, ..] when !name.StartsWith('-') => (options with { Names = [.. options.Names, name] }, 1),
                _ => throw new ArgumentException($"'{arguments[0]}' is not understood: {Usage}", nameof(arguments)),
            };
            arguments = arguments[used..];
        }

        return options;
    }

    /// <summary>The scenarios that are meant.</summary>
    /// <exception cref="ArgumentException">A name is unknown.</exception>
    public IReadOnlyList<Scenario> Choose(IReadOnlyList<Scenario> all) => Names is []
        ? [.. all.Where(s => s.IsQuick || Scale == Scale.Full)]
        : [.. Names.Select(n => all.FirstOrDefault(s => string.Equals(s.Name, n, StringComparison.Ordinal))
            ?? throw new ArgumentException($"There is no scenario '{n}'; there are {string.Join(", ", all.Select(s => s.Name))}.", nameof(all)))];
}
