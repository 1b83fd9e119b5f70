using System.Diagnostics;
using System.Reflection;

namespace Samples.Tests;

/// <summary>The receiver sample as a process that a test kills and starts again, always on the same port and file.</summary>
internal sealed class ReceiverChild : IAsyncDisposable
{
    private const string ListeningOn = "Receiver listening on ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _ledgerPath;
    private Process _process;

    private ReceiverChild(string ledgerPath, Process process, Uri address) =>
        (_ledgerPath, _process, Address) = (ledgerPath, process, address);

    public Uri Address { get; }

    public static async Task<ReceiverChild> StartAsync(string ledgerPath)
    {
        var (process, address) = await RunAsync(ledgerPath, "http://127.0.0.1:0");
        return new ReceiverChild(ledgerPath, process, address);
    }

    /// <summary>Ends the process at once, as a power switch does, and starts the next one.</summary>
    public async Task KillAndRestartAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        (_process, _) = await RunAsync(_ledgerPath, Address.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }

    private static async Task<(Process Process, Uri Address)> RunAsync(string ledgerPath, string url)
    {
        var dll = typeof(ReceiverChild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ReceiverDll").Value!;
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.GetFullPath(dll), "--urls", url, "--ledger", ledgerPath, "--stopWithInput", "true"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.StartsWith(ListeningOn, StringComparison.Ordinal))
            {
                // Whatever it says from now on is read and dropped, so that it never waits for a reader.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return (process, new Uri(line[ListeningOn.Length..].Split(',', ' ')[0]));
            }
        }

        throw new InvalidOperationException("The receiver ended before it was listening.");
    }
}
