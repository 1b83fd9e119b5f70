namespace Samples.Tests;

/// <summary>
/// <c>docs/reference/openapi.json</c> is what a running event server serves. After a change of the API, write it anew:
/// <c>UPDATE_OPENAPI=1 dotnet test tests/Samples.Tests --filter OpenApiCopyTests</c>.
/// </summary>
public sealed class OpenApiCopyTests
{
    [Fact]
    public async Task The_committed_document_is_the_one_that_the_server_serves()
    {
        using var folder = new TemporaryFolder();
        var (server, http) = await EventServerProcess.StartAsync(folder.Path, "Development", ("Events:Store", "memory"));
        await using (server)
        using (http)
        {
            var served = (await http.GetStringAsync("/openapi/v1.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";
            var copy = SampleFiles.PathOf("docs/reference/openapi.json");
            if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
            {
                await File.WriteAllTextAsync(copy, served);
            }

            (await File.ReadAllTextAsync(copy)).Should().Be(served);
        }
    }
}
