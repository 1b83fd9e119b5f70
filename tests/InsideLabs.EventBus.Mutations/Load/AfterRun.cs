using System.Text;
using InsideLabs.EventBus.Mutations.Server;
using InsideLabs.EventBus.Mutations.Wire;

namespace InsideLabs.EventBus.Mutations.Load;

/// <summary>Afterwards the server must be as good as before: ready, able to take a subscription and an event, and to stop.</summary>
internal static class AfterRun
{
    public static async Task<IReadOnlyList<string>> CheckAsync(RunContext run, ServerProcess server)
    {
        if (server.HasEnded)
        {
            return [$"The server has ended by itself:\n{server.LastWords}"];
        }

        var faults = new List<string>();
        try
        {
            await ExpectAsync(run, faults, "GET", "/health/ready", null, 200);
            await ExpectAsync(run, faults, "POST", "/api/subscriptions", $$"""{"config":{"adapter":"adapter:webhook","url":"{{run.Sink}}"},"eventTypes":["engagement.*"]}""", 201);
            await ExpectAsync(run, faults, "POST", "/api/events", """{"eventType":"engagement.campaign.sent","payload":{"campaignId":"last"}}""", 202);
            if (await server.TerminateAsync() is not 0 and var code)
            {
                faults.Add($"SIGTERM ended the server with {code}:\n{server.LastWords}");
            }
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException or IOException or InvalidDataException or System.Net.Sockets.SocketException)
        {
            faults.Add($"After the run: {e.Message}\n{server.LastWords}");
        }

        return faults;
    }

    private static async Task ExpectAsync(RunContext run, List<string> faults, string method, string path, string? body, int status)
    {
        using var connection = new WireConnection(run.Server);
        var answer = await connection.SendAsync(new WireRequest
        {
            Method = method,
            Target = path,
            Headers = [("x-api-key", run.ApiKey)],
            Body = body is null ? null : Encoding.UTF8.GetBytes(body),
        });
        if (answer.Status != status)
        {
            faults.Add($"After the run {method} {path} answers {answer.Status}: {Shown.Bytes(answer.Body, 300)}");
        }
    }
}
