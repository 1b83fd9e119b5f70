using System.Text.Json;
using InsideLabs.EventBus.Mutations.Contract;
using InsideLabs.EventBus.Mutations.Wire;

namespace InsideLabs.EventBus.Mutations.Load;

/// <summary>
/// Looks after the server during the run, with valid requests that must succeed: learns which ids live, deletes what accepted
/// requests piled up, and stops the publishing while the queue is long.
/// </summary>
internal sealed class Housekeeping(RunContext run)
{
    /// <summary>So many of each kind may live beside the workers' own.</summary>
    private const int MostAlive = 30;

    private const int LongQueue = 2_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public async Task RunAsync(CancellationToken stop)
    {
        using var connection = new WireConnection(run.Server);
        var collections = run.Contract.Mutating.Select(o => o.Collection).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        using var tick = new PeriodicTimer(Pause, run.Clock);
        while (!stop.IsCancellationRequested)
        {
            foreach (var collection in collections)
            {
                await TidyAsync(connection, collection);
            }

            await WatchQueueAsync(connection);
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task TidyAsync(WireConnection connection, string collection)
    {
        if (run.Contract.All.FirstOrDefault(o => o.Method == "GET" && o.Path == collection) is not { } list)
        {
            return;
        }

        var ids = await ListAsync(connection, list, list.QueryParameters.Contains("limit") ? "?limit=300" : string.Empty);
        if (collection == "/api/queue")
        {
            // The dead are the interesting ones, and rare among all.
            var dead = await ListAsync(connection, list, "?status=failed&limit=100");
            run.Pool.Set(collection, ids.TakeLast(100).Concat(dead));
            return;
        }

        run.Pool.Set(collection, ids.TakeLast(MostAlive));
        if (run.Contract.All.FirstOrDefault(o => o.Method == "DELETE" && o.Collection == collection) is { } delete)
        {
            foreach (var id in ids.SkipLast(MostAlive))
            {
                await SendAsync(connection, delete, "DELETE", $"{collection}/{id}", 204, 404, 409);
            }
        }
    }

    private async Task WatchQueueAsync(WireConnection connection)
    {
        const string Path = "/api/queue/stats";
        var operation = run.Contract.All.First(o => o.Path == Path);
        if (await SendAsync(connection, operation, "GET", Path, 200) is { Status: 200 } answer)
        {
            using var stats = answer.ReadBody();
            var waiting = new[] { "pending", "processing", "retry" }.Sum(name => stats.RootElement.GetProperty(name).GetInt64());
            run.MayPublish = waiting < LongQueue;
        }
    }

    private async Task<string[]> ListAsync(WireConnection connection, Operation list, string query)
    {
        if (await SendAsync(connection, list, "GET", list.Path + query, 200) is not { Status: 200 } answer)
        {
            return [];
        }

        using var items = answer.ReadBody();
        return
        [
            .. from item in items.RootElement.EnumerateArray()
               where item.ValueKind is JsonValueKind.Object or JsonValueKind.String && !ValidRequests.IsOwn(item)
               let name = item.ValueKind == JsonValueKind.String
                   ? item
                   : ((string[])["id", "key", "name"]).Where(n => item.TryGetProperty(n, out _)).Select(item.GetProperty).FirstOrDefault()
               where name.ValueKind == JsonValueKind.String
               select name.GetString()!,
        ];
    }

    private async Task<WireAnswer?> SendAsync(WireConnection connection, Operation operation, string method, string target, params int[] expected)
    {
        var request = new WireRequest { Method = method, Target = target, Headers = [("x-api-key", run.ApiKey)] };
        try
        {
            var answer = await connection.SendAsync(request);
            run.Tally.Count(operation, answer, isValid: true);
            if (run.Judge.Breach(request, operation, expected, answer) is { } breach)
            {
                run.Tally.Add(breach, operation, request);
            }

            return answer;
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidDataException or FormatException)
        {
            run.Tally.Add($"No whole answer: {e.Message}", operation, request);
            return null;
        }
    }
}
