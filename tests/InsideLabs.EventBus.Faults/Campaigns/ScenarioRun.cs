using System.Globalization;
using InsideLabs.EventBus.Faults.Checking;

namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>One run of a scenario: what it may know, and what it has found so far.</summary>
internal sealed class ScenarioRun(string name, Scale scale, int seed, DirectoryInfo folder, TextWriter log)
{
    private const int MostKept = 20;

    private readonly Lock _gate = new();
    private readonly List<string> _violations = [];
    private readonly List<string> _figures = [];

    public Scale Scale => scale;

    /// <summary>The same seed draws the same choices.</summary>
    public int Seed => seed;

    /// <summary>Its own folder, removed afterwards.</summary>
    public DirectoryInfo Folder => folder;

    /// <summary>How often the attack was made.</summary>
    public int Runs { get; set; }

    public int Kills { get; set; }

    public int Acknowledged { get; private set; }

    public int Lost { get; private set; }

    public int Phantom { get; private set; }

    public int Duplicates { get; set; }

    public int Broken { get; private set; }

    /// <summary>The first violations; all are counted.</summary>
    public IReadOnlyList<string> Violations => _violations;

    public IReadOnlyList<string> Figures => _figures;

    /// <summary>Chooses by scale.</summary>
    public int Pick(int quick, int full) => scale == Scale.Quick ? quick : full;

    /// <summary>A folder of one test bed.</summary>
    public DirectoryInfo NewFolder() => folder.CreateSubdirectory(Guid.NewGuid().ToString("N"));

    /// <summary>A figure worth keeping, as a sentence.</summary>
    public void Figure(FormattableString figure)
    {
        _figures.Add(figure.ToString(CultureInfo.InvariantCulture));
        Log(_figures[^1]);
    }

    /// <summary>Says how far it is.</summary>
    public void Log(string line)
    {
        lock (_gate)
        {
            log.WriteLine($"  {name}: {line}");
        }
    }

    /// <summary>Something does not hold.</summary>
    public void Report(Violation violation)
    {
        lock (_gate)
        {
            Lost += violation.Kind == ViolationKind.Lost ? 1 : 0;
            Phantom += violation.Kind == ViolationKind.Phantom ? 1 : 0;
            Broken += violation.Kind == ViolationKind.Broken ? 1 : 0;
            if (_violations.Count < MostKept)
            {
                _violations.Add(violation.ToString());
            }
        }
    }

    /// <summary>A promise that only this scenario looks at must hold.</summary>
    public void Require(bool holds, FormattableString otherwise)
    {
        if (!holds)
        {
            Report(new Violation(name, ViolationKind.Broken, otherwise.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Judges by the invariants, and adds to the sums.</summary>
    public void Judge(Evidence evidence)
    {
        foreach (var violation in InvariantChecker.Check(evidence))
        {
            Report(violation);
        }

        Acknowledged += evidence.Acknowledged.Count;
        Kills += evidence.Kills;
        Duplicates += evidence.Duplicates;
    }
}
