using InsideLabs.EventBus.Mutations.Contract;
using InsideLabs.EventBus.Mutations.Mutators;
using InsideLabs.EventBus.Mutations.Wire;

namespace InsideLabs.EventBus.Mutations.Load;

/// <summary>One connection's worth of requests: a valid one in five, the others mutated.</summary>
internal sealed class Worker(RunContext run, int number)
{
    private readonly Random _random = new(unchecked((run.Options.Seed * 1_000) + number));
    private readonly ValidRequests _valid = new(run.Contract, run.Pool, run.Sink, number, run.ApiKey, run.Clock);
    private readonly Seeds _seeds = new(run.Sink);

    public async Task RunAsync(CancellationToken stop)
    {
        using var connection = new WireConnection(run.Server);
        while (!stop.IsCancellationRequested)
        {
            if (_random.Next(5) == 0)
            {
                var valid = _valid.Next(_random, run.MayPublish);
                if (await SendAsync(connection, valid.Request, valid.Operation, valid.Expected) is { } answer && answer.Status == valid.Expected[0])
                {
                    valid.Take(answer);
                }
            }
            else
            {
                var (request, operation) = Mutated();
                if (request.Body is null || Destinations.AreLocal(request.Body))
                {
                    await SendAsync(connection, request, operation, []);
                }
            }
        }
    }

    private (WireRequest Request, Operation? Operation) Mutated()
    {
        var operation = _random.Pick(run.Contract.Mutating);
        if (!run.MayPublish && operation.Path == "/api/events")
        {
            operation = _random.Pick(run.Contract.Mutating);
        }

        var body = _seeds.BodyFor(operation, _random);
        if (body is not null)
        {
            body = _random.Next(10) switch
            {
                < 3 => ByteMutators.Mutate(body, _random),
                < 8 => JsonMutators.Mutate(body, _random),
                _ => body,
            };
        }

        var request = new WireRequest
        {
            Method = operation.Method,
            Target = Target(operation),
            Headers = [("x-api-key", run.ApiKey), .. _random.Next(10) == 0 ? [("If-Match", $"\"{_random.Next(4)}\"")] : Array.Empty<(string, string)>()],
            Body = body,
        };

        // An operation without a body has nothing but its surroundings to mutate.
        if (body is null ? _random.Next(4) > 0 : _random.Next(4) == 0)
        {
            var (mutated, isAimed) = RequestMutators.Mutate(request, _random);
            return (mutated, isAimed ? operation : null);
        }

        return (request, operation);
    }

    private string Target(Operation operation)
    {
        var target = operation.Path;
        if (operation.Collection is { } collection)
        {
            var id = run.Pool.Pick(collection, _random) ?? "019667f3-8d4c-7a52-9e41-2f60a1b7c3d8";
            var start = target.IndexOf('{', StringComparison.Ordinal);
            target = $"{target[..start]}{id}{target[(target.IndexOf('}', StringComparison.Ordinal) + 1)..]}";
        }

        return operation.QueryParameters.Count > 0 && _random.Next(2) == 0
            ? $"{target}?{_random.Pick(operation.QueryParameters)}={_random.Next(-2, 1_003)}"
            : target;
    }

    private async Task<WireAnswer?> SendAsync(WireConnection connection, WireRequest request, Operation? operation, int[] expected)
    {
        try
        {
            var answer = await connection.SendAsync(request);
            run.Tally.Count(operation, answer, expected.Length > 0);
            if (run.Judge.Breach(request, operation, expected, answer) is { } breach)
            {
                run.Tally.Add(breach, operation, request);
            }

            return answer;
        }
        catch (OperationCanceledException)
        {
            run.Tally.Add($"No answer within {WireConnection.Patience.TotalSeconds} s.", operation, request);
        }
        catch (InvalidDataException) when (request.Ending != Ending.Whole)
        {
            // Whoever hangs up while the server speaks hears half of it.
            run.Tally.Count(operation, WireAnswer.None, isValid: false);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or OverflowException)
        {
            run.Tally.Add($"The answer is no HTTP: {e.Message}", operation, request);
        }

        return null;
    }
}
