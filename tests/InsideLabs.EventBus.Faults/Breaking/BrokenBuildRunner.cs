using System.Diagnostics;
using System.Text.Json;
using InsideLabs.EventBus.Faults.Campaigns;

namespace InsideLabs.EventBus.Faults.Breaking;

/// <summary>
/// Proves that the campaign can fail: builds the library with one mistake after the other, in a copy of the sources, and lets the
/// campaign of that build attack it. A mistake that nobody notices is a hole in a checker.
/// </summary>
internal static class BrokenBuildRunner
{
    private const string Project = "tests/InsideLabs.EventBus.Faults";

    private static readonly string Dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <param name="names">The scenarios whose mistakes are meant; all when empty.</param>
    /// <returns>The exit code: 0 when every mistake was caught.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> names)
    {
        var folder = Directory.CreateTempSubdirectory("eventbus-broken-");
        try
        {
            await CopySourcesAsync(folder.FullName);
            Console.WriteLine("| mistake | scenario | caught by | verdict |\n| --- | --- | --- | --- |");
            var missed = 0;
            foreach (var broken in BrokenBuildList.All.Where(b => names.Count == 0 || names.Contains(b.Scenario, StringComparer.Ordinal)))
            {
                var violations = await TryAsync(folder.FullName, broken);
                var isCaught = broken.IsCaughtBy(violations);
                missed += isCaught ? 0 : 1;
                Console.WriteLine($"| {broken.Mistake} | {broken.Scenario} | {Show(violations)} | {(isCaught ? "caught" : "MISSED")} |");
            }

            Console.WriteLine($"{missed} missed");
            return missed == 0 ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Builds with a mistake, attacks, and takes the mistake out again.</summary>
    private static async Task<IReadOnlyList<string>> TryAsync(string root, BrokenBuild broken)
    {
        var path = Path.Combine(root, broken.File);
        var text = await File.ReadAllTextAsync(path);
        var result = Path.Combine(root, "result.json");
        await File.WriteAllTextAsync(path, broken.Break(text));
        try
        {
            // Analyzers would find some of the mistakes before the campaign does.
            await ExpectAsync(root, Dotnet, "build", Project, "-c", "Release", "-v", "quiet", "--nologo", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false");
            var program = Directory.GetFiles(Path.Combine(root, Project, "bin", "Release"), "InsideLabs.EventBus.Faults.dll", SearchOption.AllDirectories).Single();
            await RunAsync(root, Dotnet, program, "--quick", "--json", result, broken.Scenario);
            return JsonSerializer.Deserialize<ScenarioResult[]>(await File.ReadAllTextAsync(result))!.Single().Violations;
        }
        finally
        {
            await File.WriteAllTextAsync(path, text);
            File.Delete(result);
        }
    }

    private static async Task CopySourcesAsync(string target)
    {
        var root = Sources.Root;
        string[] wanted = ["Directory.Build.props", "Directory.Packages.props", "global.json", "nuget.config", ".editorconfig", "README.md", "src", "tests"];
        foreach (var file in wanted.SelectMany(name => Sources.ListFiles(root, name)))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await ExpectAsync(target, Dotnet, "restore", Project, "-v", "quiet");
    }

    private static async Task ExpectAsync(string folder, string program, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(folder, program, arguments);
        if (exitCode != 0)
        {
            throw new FaultException($"'{program} {string.Join(' ', arguments)}' ended with {exitCode}: {output}");
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static string Show(IReadOnlyList<string> violations) => violations is [var first, ..]
        ? first.Split('\n')[0] is { Length: > 110 } line ? line[..110] + "…" : first.Split('\n')[0]
        : "nothing";
}
