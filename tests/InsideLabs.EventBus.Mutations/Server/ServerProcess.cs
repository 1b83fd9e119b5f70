using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace InsideLabs.EventBus.Mutations.Server;

/// <summary>The event server as a process of its own, as its operator would start it: outside Development, with a key, on a SQLite file.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lastLines = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<IPEndPoint> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>What it logged as an error: a defect that a caller may not even see, such as one behind a cut connection.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public string LastWords => string.Join('\n', _lastLines);

    public static async Task<(ServerProcess Server, IPEndPoint Address)> StartAsync(string dll, string folder, string apiKey)
    {
        var start = new ProcessStartInfo("dotnet", [dll, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment(apiKey))
        {
            start.Environment[name] = value;
        }

        var server = new ServerProcess(new Process { StartInfo = start });
        server._process.OutputDataReceived += (_, line) => server.Take(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Take(line.Data);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        var ended = server._process.WaitForExitAsync();
        await Task.WhenAny(server._address.Task, ended).WaitAsync(Patience);
        return server._address.Task.IsCompletedSuccessfully
            ? (server, await server._address.Task)
            : throw new InvalidOperationException($"The server did not start:\n{server.LastWords}");
    }

    /// <summary>Sends the signal that a service manager stops it with, and waits for its end.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static IEnumerable<(string Name, string Value)> Environment(string apiKey) =>
    [
        ("ASPNETCORE_ENVIRONMENT", "Production"),
        ("Events__ApiKey", apiKey),
        ("Events__Dispatcher", "true"),
        ("Events__RetryDelays__0", "1"),
        ("Events__RetryDelays__1", "2"),
        ("Events__Webhooks__AllowHttp", "true"),
        ("Events__Webhooks__AllowedNetworks__0", "127.0.0.0/8"),

        // The same collector on every machine, which collects often and gives back what it does not need: without these the
        // resident size follows the size of the processor's cache and not what the server holds.
        ("DOTNET_gcServer", "0"),
        ("DOTNET_gcConcurrent", "0"),
        ("DOTNET_GCgen0size", "1000000"),
        ("DOTNET_GCConserveMemory", "7"),

        // The native allocator keeps an arena for each thread otherwise, so that threads look like a leak.
        ("MALLOC_ARENA_MAX", "2"),
    ];

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lastLines.Enqueue(line);
        while (_lastLines.Count > 30)
        {
            _lastLines.TryDequeue(out _);
        }

        if ((line.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal) || line.Contains("\"LogLevel\":\"Critical\"", StringComparison.Ordinal)) && _errors.Count < 20)
        {
            _errors.Enqueue(line);
        }

        if (ListeningOn().Match(line) is { Success: true } listening)
        {
            _address.TrySetResult(IPEndPoint.Parse(listening.Groups["address"].Value));
        }
    }

    [GeneratedRegex("Now listening on: http://(?<address>[0-9.:]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningOn();
}
