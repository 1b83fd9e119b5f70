using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Samples.Tests;

/// <summary>The README's first command does what the README says, twice on the same file.</summary>
public sealed partial class QuickstartTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("quickstart");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Every_expected_delivery_is_made_and_a_second_run_keeps_the_history()
    {
        var first = await RunAsync();
        var second = await RunAsync();

        foreach (var (exitCode, output) in new[] { first, second })
        {
            exitCode.Should().Be(0, output);
            PublishedLine().Count(output).Should().Be(26, output);
            output.Should().Contain("Every expected delivery was made, signed and taken by the receiver.");
            output.Should().MatchRegex(@"engagement\.campaign\.sent +engagement, campaigns, campaign-sent +3/3 +3 ");
            output.Should().MatchRegex(@"engagement\.segment\.user\.added +engagement, segment-users +2/2 +4 ", "the receiver refuses twice first");
            output.Should().MatchRegex(@"membership\.membership\.created +- +0/0 +0 ");
            output.Should().MatchRegex(@"26 events +38 +38/38 +42 ");
        }

        first.Output.Should().Contain("The file holds 25 delivered events and 38 deliveries");
        second.Output.Should().Contain("The file holds 50 delivered events and 76 deliveries");
    }

    [GeneratedRegex("^published ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PublishedLine();

    private async Task<(int ExitCode, string Output)> RunAsync()
    {
        var dll = typeof(QuickstartTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "QuickstartDll").Value!;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.GetFullPath(dll), _data.FullName])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Patience);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
