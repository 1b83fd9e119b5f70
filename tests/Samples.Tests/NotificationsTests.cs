using System.Diagnostics;
using System.Reflection;

namespace Samples.Tests;

/// <summary>The sample says what each service got, and is right.</summary>
public sealed class NotificationsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Three_services_get_what_one_interaction_means_to_them()
    {
        var (exitCode, output) = await RunAsync();

        exitCode.Should().Be(0, "{0}", output);
        output.Should().Contain("recorded ORDER CREATE as number 1, 3 deliveries");
        output.Should().MatchRegex("mail service +success +right +\\{\"personalizations\":");
        output.Should().MatchRegex("slack +http_429, success +right +\\{\"text\":\"\\*Order o-1001\\*, 49\\.90 EUR: &lt;!channel&gt; ");
        output.Should().MatchRegex("warehouse webhook +success +right +\\{\"items\": \\[\"A-1\",\"B-2\"\\], \"customer\": \"u-7\"");
        output.Should().Contain("Everybody got what was meant for them.");
        output.Should().Contain("{{secrets.mailKey}}", "the note is data and nobody evaluates it");
        output.Should().NotContain("SG.sample").And.NotContain("slackSampleToken").And.NotContain("warehouse-sample");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync()
    {
        var dll = typeof(NotificationsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NotificationsDll").Value!;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.GetFullPath(dll)])
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
