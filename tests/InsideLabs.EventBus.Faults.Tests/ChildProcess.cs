using System.Collections.Concurrent;
using System.Diagnostics;

namespace InsideLabs.EventBus.Faults.Tests;

/// <summary>A child host in a process of its own. It never outlives the test: it is killed when this is disposed, and ends by itself when the test process dies.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>The exit code of a process that ended by signal 9.</summary>
    public const int KilledExitCode = 128 + 9;

    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>What it wrote to its standard error.</summary>
    public string Errors => string.Join('\n', _errors);

    public static ChildProcess Start(ChildCommand command)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(ChildHost).Assembly.Location);
        foreach (var argument in command.Arguments)
        {
            start.ArgumentList.Add(argument);
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
                yield return line;
            }
        }
    }

    /// <summary>Ends it with signal 9: no handler of it runs, nothing is flushed.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
