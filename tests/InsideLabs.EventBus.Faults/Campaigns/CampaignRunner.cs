using System.Globalization;
using System.Text.Json;

namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>Runs scenarios one after the other and writes the table.</summary>
internal static class CampaignRunner
{
    /// <summary>A developer's machine may lack something; the one that decides whether a change is sound may not.</summary>
    private static bool MustRunAll => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    /// <summary>How long a scenario may take before it is given up.</summary>
    private static TimeSpan Patience(Scale scale) => scale == Scale.Quick ? TimeSpan.FromMinutes(2) : TimeSpan.FromHours(2);

    /// <returns>The exit code: 0 when everything held.</returns>
    public static async Task<int> RunAsync(CampaignOptions options)
    {
        var isInside = options.ResultPath is not null;
        Console.Error.WriteLine(isInside ? "  in namespaces of its own" : string.Create(CultureInfo.InvariantCulture, $"Seed {options.Seed}."));
        var results = new List<ScenarioResult>();
        foreach (var scenario in options.Choose(ScenarioList.All))
        {
            if (!isInside)
            {
                Console.Error.WriteLine($"{scenario.Name}: {scenario.Attack}");
            }

            var result = !isInside && scenario.Isolation != Isolation.None
                ? await Namespaces.RunAsync(scenario, options)
                : await RunAsync(scenario, options);
            results.Add(result);
            foreach (var violation in isInside ? [] : result.Violations)
            {
                Console.Error.WriteLine($"  ! {violation}");
            }
        }

        if (options.ResultPath is { } path)
        {
            await Namespaces.WriteAsync(path, results.Single());
            return 0;
        }

        var table = ResultTable.Write(results);
        Console.WriteLine(table);
        if (options.ReportPath is { } report)
        {
            await File.WriteAllTextAsync(report, table + ResultTable.WriteFigures(results));
        }

        if (options.JsonPath is { } json)
        {
            await File.WriteAllTextAsync(json, JsonSerializer.Serialize(results));
        }

        var holding = results.Count(r => r.Holds);
        var notRun = MustRunAll ? 0 : results.Count(r => !r.IsRun);
        var failed = results.Count - holding - notRun;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{holding} scenarios hold, {failed} fail, {notRun} not run"));
        return failed == 0 ? 0 : 1;
    }

    private static async Task<ScenarioResult> RunAsync(Scenario scenario, CampaignOptions options)
    {
        if (Programs.FindMissing(scenario.Programs) is { } missing)
        {
            return ScenarioResult.NotRun(scenario.Name, $"there is no '{missing}' on the PATH. Install it.");
        }

        var started = TimeProvider.System.GetTimestamp();
        var folder = Directory.CreateTempSubdirectory("eventbus-faults-");
        var run = new ScenarioRun(scenario.Name, options.Scale, options.Seed, folder, Console.Error);
        try
        {
            await scenario.RunAsync(run).WaitAsync(Patience(options.Scale));
        }
        catch (Exception failure)
        {
            run.Require(false, $"it did not come to its end: {failure}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return ScenarioResult.Of(scenario.Name, run, TimeProvider.System.GetElapsedTime(started));
    }
}
