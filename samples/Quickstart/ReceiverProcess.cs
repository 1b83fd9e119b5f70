using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Quickstart;

/// <summary>
/// The receiver sample, running as a process of its own beside this one. It chooses a free port itself and says which. Its
/// input is held open: when this process ends, however it ends, the receiver ends too.
/// </summary>
internal sealed class ReceiverProcess : IAsyncDisposable
{
    private const string ListeningOn = "Receiver listening on ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly HttpClient _http;

    private ReceiverProcess(Process process, Uri address)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = address };
    }

    /// <summary>Starts the receiver and waits until it answers.</summary>
    /// <param name="ledgerPath">The SQLite file that it keeps its ledger in.</param>
    /// <param name="output">Where its own lines are shown.</param>
    /// <param name="cancellationToken">Gives up waiting, and ends the receiver.</param>
    public static async Task<ReceiverProcess> StartAsync(string ledgerPath, TextWriter output, CancellationToken cancellationToken)
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var shown = TextWriter.Synchronized(output);
        var process = new Process { StartInfo = StartInfo(ledgerPath), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Show(line.Data, shown, listening);
        process.ErrorDataReceived += (_, line) => Show(line.Data, shown, listening);
        process.Exited += (_, _) => listening.TrySetException(
            new InvalidOperationException("The receiver ended before it was listening. Its own lines above say why."));

        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            var address = await listening.Task.WaitAsync(Patience, cancellationToken);
            var receiver = new ReceiverProcess(process, address);
            using var live = await receiver._http.GetAsync("/health/live", cancellationToken);
            live.EnsureSuccessStatusCode();
            return receiver;
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Where webhooks go.</summary>
    /// <param name="handler">The name of the handler: shown in the ledger, and otherwise free.</param>
    /// <param name="failFirst">How many of the first requests of each delivery the handler is to refuse with 503.</param>
    public Uri HandlerUrl(string handler, int failFirst = 0) =>
        new(_http.BaseAddress!, failFirst == 0 ? $"/handler/{handler}" : $"/handler/{handler}?failFirst={failFirst}");

    /// <summary>Tells the receiver the secret that a subscription's deliveries are signed with.</summary>
    public async Task RegisterSecretAsync(string subscriptionId, string signingSecret, CancellationToken cancellationToken)
    {
        using var content = new StringContent(signingSecret);
        using var answer = await _http.PutAsync($"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/secret", content, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Everything that the receiver has taken, an array with one entry for each delivery.</summary>
    public Task<JsonElement> ReadLedgerAsync(CancellationToken cancellationToken) => ReadAsync("/ledger", cancellationToken);

    /// <summary>How many events of each type had an effect: an object with a number for each type.</summary>
    public Task<JsonElement> ReadTotalsAsync(CancellationToken cancellationToken) => ReadAsync("/totals", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string ledgerPath) => new()
    {
        FileName = DotnetHost(),
        ArgumentList =
        {
            Path.Combine(AppContext.BaseDirectory, "receiver", "Receiver.dll"),
            "--urls", "http://127.0.0.1:0",
            "--ledger", ledgerPath,
            "--stopWithInput", "true",
        },
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    /// <summary>The program that runs this process's own runtime, three folders above it; otherwise the one on the path.</summary>
    private static string DotnetHost()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(host) ? host : name;
    }

    private static void Show(string? line, TextWriter output, TaskCompletionSource<Uri> listening)
    {
        if (line is null)
        {
            return;
        }

        output.WriteLine($"[receiver] {line}");
        if (line.StartsWith(ListeningOn, StringComparison.Ordinal))
        {
            listening.TrySetResult(new Uri(line[ListeningOn.Length..].Split(',', ' ')[0]));
        }
    }

    private async Task<JsonElement> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(await _http.GetByteArrayAsync(path, cancellationToken));
        return document.RootElement.Clone();
    }
}
