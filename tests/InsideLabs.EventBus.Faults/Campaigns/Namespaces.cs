using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>
/// Runs a scenario in a process of its own inside new namespaces. Nothing that it mounts or listens on is seen outside, and
/// everything goes away with it. Who is not root becomes root inside, where the system lets users have namespaces.
/// </summary>
internal static class Namespaces
{
    public static async Task<ScenarioResult> RunAsync(Scenario scenario, CampaignOptions options)
    {
        if (Programs.FindMissing(["unshare"]) is { } missing)
        {
            return ScenarioResult.NotRun(scenario.Name, $"there is no '{missing}' on the PATH. Install util-linux.");
        }

        var path = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", Arguments(scenario, options, path)) { UseShellExecute = false })!;
            await process.WaitForExitAsync();
            var text = await File.ReadAllTextAsync(path);
            return text.Length > 0
                ? JsonSerializer.Deserialize<ScenarioResult>(text)!
                : ScenarioResult.NotRun(
                    scenario.Name,
                    string.Create(CultureInfo.InvariantCulture, $"'unshare' ended with {process.ExitCode}. It needs root, or a system that lets users make namespaces."));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static Task WriteAsync(string path, ScenarioResult result) => File.WriteAllTextAsync(path, JsonSerializer.Serialize(result));

    private static string[] Arguments(Scenario scenario, CampaignOptions options, string path) =>
    [
        .. Environment.IsPrivilegedProcess ? [] : (string[])["--map-root-user"],
        .. scenario.Isolation.HasFlag(Isolation.Mounts) ? ["--mount", "--propagation", "private"] : (string[])[],
        .. scenario.Isolation.HasFlag(Isolation.Network) ? ["--net"] : (string[])[],
        "--",
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        typeof(Namespaces).Assembly.Location,
        options.Scale == Scale.Full ? "--full" : "--quick",
        "--seed",
        options.Seed.ToString(CultureInfo.InvariantCulture),
        "--result",
        path,
        scenario.Name,
    ];
}
