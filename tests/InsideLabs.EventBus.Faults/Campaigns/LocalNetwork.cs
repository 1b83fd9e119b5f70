using System.Diagnostics;

namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>The network of a scenario that has one of its own.</summary>
internal static class LocalNetwork
{
    /// <summary>Brings the loopback device up.</summary>
    public static Task StartAsync() => RunAsync("ip", "link", "set", "lo", "up");

    /// <summary>Makes every address of the world one of this machine's own: whoever listens on all addresses is reached at each.</summary>
    public static async Task OwnEveryAddressAsync()
    {
        await StartAsync();
        await RunAsync("ip", "route", "add", "local", "0.0.0.0/0", "dev", "lo");
        await RunAsync("ip", "-6", "route", "add", "local", "::/0", "dev", "lo");
    }

    /// <summary>Runs a program of the system.</summary>
    /// <exception cref="FaultException">It failed.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new FaultException($"'{program} {string.Join(' ', arguments)}' ended with {process.ExitCode}.");
        }
    }
}
