using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace InsideLabs.EventBus.Faults.Children;

/// <summary>A child host in a process of its own. It never outlives the campaign: it is killed when this is disposed, and ends by itself when the campaign dies.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>The exit code of a process that ended by signal 9.</summary>
    public const int KilledExitCode = 128 + Posix.Kill;

    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Process _process;
    private int? _hostId;

    private ChildProcess(Process process) => _process = process;

    /// <summary>What it wrote to its standard error.</summary>
    public string Errors => string.Join('\n', _errors);

    public bool HasExited => _process.HasExited;

    /// <summary>Whether the host has said that it runs.</summary>
    public bool IsReady => _hostId is not null;

    /// <summary>The process that the host runs in, which is not the one that was started when a prefix was; known once it is ready.</summary>
    public int HostId => _hostId ?? _process.Id;

    public static ChildProcess Start(ChildOptions options, ChildLaunch? launch = null)
    {
        var (prefix, environment) = launch is null ? (ChildLaunch.Plain.Prefix, ChildLaunch.Plain.Environment) : (launch.Prefix, launch.Environment);
        string[] command =
        [
            .. prefix,
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            typeof(ChildProgram).Assembly.Location,
            "child",
            options.ToString(),
        ];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(Process.Start(start)!);
        child._process.ErrorDataReceived += (_, e) => child._errors.Enqueue(e.Data ?? string.Empty);
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Everything it says until its end, also what was in the pipe when it was killed. A line that it could not finish is left out.</summary>
    public async IAsyncEnumerable<ChildLine> ReadLinesAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } text)
        {
            if (ChildLine.Parse(text) is { } line)
            {
                if (line.Kind == ChildLineKind.Ready)
                {
                    _hostId = int.Parse(line.Subject, CultureInfo.InvariantCulture);
                }

                yield return line;
            }
        }
    }

    /// <summary>Says a line to it.</summary>
    public async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteAsync(line + "\n");
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends it with signal 9: no handler of it runs, nothing is flushed.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Sends a signal to the host.</summary>
    public void Signal(int signal) => Posix.Signal(HostId, signal);

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Win32Exception)
        {
            // It is ending by itself.
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
