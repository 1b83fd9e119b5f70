using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Samples.Tests;

/// <summary>The event server as a process of its own, started as its operator would: settings in the environment, a free port.</summary>
internal sealed partial class EventServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri?> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _openStreams = 2;

    private EventServerProcess(Process process) => _process = process;

    /// <summary>Everything it wrote so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<(EventServerProcess Server, HttpClient Http)> StartAsync(string folder, string environment, params (string Key, string Value)[] settings)
    {
        var server = Launch(folder, environment, "http://127.0.0.1:0", settings);
        var address = await server._address.Task.WaitAsync(Patience);
        address.Should().NotBeNull("it should start, but said: {0}", server.Output);
        return (server, new HttpClient { BaseAddress = address });
    }

    /// <summary>Starts it, expecting that it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, string environment, string url, params (string Key, string Value)[] settings)
    {
        await using var server = Launch(folder, environment, url, settings);
        return (await server.EndAsync(), server.Output);
    }

    /// <summary>Sends the signal that a service manager stops it with, and waits for its end.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
        return await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }

        _process.Dispose();
    }

    private static EventServerProcess Launch(string folder, string environment, string url, (string Key, string Value)[] settings)
    {
        var dll = typeof(EventServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "EventServerDll").Value!;
        var start = new ProcessStartInfo("dotnet", [Path.GetFullPath(dll), "--urls", url])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var server = new EventServerProcess(new Process { StartInfo = start });
        server._process.OutputDataReceived += (_, line) => server.Take(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Take(line.Data);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    private async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            // Both streams at their end without an address: it did not start.
            if (Interlocked.Decrement(ref _openStreams) == 0)
            {
                _address.TrySetResult(null);
            }

            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (ListeningOn().Match(line) is { Success: true } listening)
        {
            _address.TrySetResult(new Uri(listening.Groups["url"].Value));
        }
    }

    [GeneratedRegex("Now listening on: (?<url>http://[0-9.:]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningOn();
}
