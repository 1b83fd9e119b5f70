using System.Text;
using InsideLabs.EventBus.Mutations.Wire;

namespace InsideLabs.EventBus.Mutations.Load;

/// <summary>
/// Fills the page cache of the store before the run: it holds up to 64 MiB and grows with the file until then, which is no leak but
/// would look like one for minutes.
/// </summary>
internal static class StoreCache
{
    private const int Events = 100;

    private const int PayloadBytes = 900 * 1024;

    public static async Task FillAsync(RunContext run)
    {
        using var connection = new WireConnection(run.Server);
        var body = Encoding.ASCII.GetBytes($$$"""{"eventType":"engagement.settings.updated","payload":{"fill":"{{{new string('x', PayloadBytes)}}}"}}""");
        for (var i = 0; i < Events; i++)
        {
            var request = new WireRequest { Method = "POST", Target = "/api/events", Headers = [("x-api-key", run.ApiKey)], Body = body };
            if (await connection.SendAsync(request) is not { Status: 202 } and var answer)
            {
                throw new InvalidOperationException($"The store could not be filled: {answer.Status} {Shown.Bytes(answer.Body, 300)}");
            }
        }
    }
}
