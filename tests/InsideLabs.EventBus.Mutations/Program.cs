using System.Net;
using System.Runtime.InteropServices;
using InsideLabs.EventBus.Mutations;
using InsideLabs.EventBus.Mutations.Contract;
using InsideLabs.EventBus.Mutations.Load;
using InsideLabs.EventBus.Mutations.Server;
using InsideLabs.EventBus.Mutations.Wire;

const string ApiKey = "mutation-run-0123456789abcdef0123456789abcdef";
var options = RunOptions.Parse(args);
var folder = Directory.CreateTempSubdirectory("mutations-");
using var interrupted = new CancellationTokenSource();

// An interrupted run ends like any other, so that neither a process nor a folder is left behind.
void Interrupt(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}

using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
try
{
    using var sink = new Sink();
    _ = sink.RunAsync();
    var (server, address) = await ServerProcess.StartAsync(options.ServerDll, folder.FullName, ApiKey);
    await using var running = server;
    var contract = ApiContract.Read(await ReadDocumentAsync(address), sink.Address);
    var run = new RunContext { Options = options, Server = address, Sink = sink.Address, ApiKey = ApiKey, Contract = contract, Judge = new Judge(contract) };
    await StoreCache.FillAsync(run);
    var memory = new MemoryWatch(server.Id, options.Duration, run.Clock);

    using var time = new CancellationTokenSource(options.Duration, run.Clock);
    using var stop = CancellationTokenSource.CreateLinkedTokenSource(time.Token, interrupted.Token);
    await Task.WhenAll(
        Enumerable.Range(0, RunOptions.Connections).Select(n => Task.Run(() => new Worker(run, n).RunAsync(stop.Token)))
            .Append(new Housekeeping(run).RunAsync(stop.Token))
            .Append(memory.RunAsync(stop.Token)));

    var faults = new List<string>(await AfterRun.CheckAsync(run, server));
    var (figures, growth) = memory.Report();
    faults.AddRange(growth is null ? [] : [growth]);
    faults.AddRange(interrupted.IsCancellationRequested ? ["The run was interrupted."] : []);
    faults.AddRange(server.Errors.Take(5).Select(e => $"The server logged an error: {e}"));
    faults.AddRange(ValidRequests.Operations.Where(o => run.Tally.Successes(o) == 0).Select(o => $"{o} never succeeded."));
    return Verdict.Write(Console.Out, run, $"{figures}; {sink.Received} deliveries", faults);
}
finally
{
    folder.Delete(recursive: true);
}

static async Task<byte[]> ReadDocumentAsync(IPEndPoint address)
{
    using var connection = new WireConnection(address);
    var answer = await connection.SendAsync(new WireRequest { Method = "GET", Target = "/openapi/v1.json", Headers = [("x-api-key", ApiKey)] });
    return answer.Status == 200 ? answer.Body : throw new InvalidOperationException($"The OpenAPI document answers {answer.Status}.");
}
