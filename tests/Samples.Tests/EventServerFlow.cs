namespace Samples.Tests;

/// <summary>The base of flows over real sockets: an event server with a key, in a folder of its own, and a receiver that it may reach.</summary>
public abstract class EventServerFlow : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private EventServerProcess _server = null!;

    internal HookReceiver Receiver { get; } = new();

    /// <summary>Speaks to the server, with the key.</summary>
    protected HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        (_server, Http) = await EventServerProcess.StartAsync(
            _folder.Path,
            "Production",
            ("Events:ApiKey", "flow-key"),
            ("Events:Webhooks:AllowHttp", "true"),
            ("Events:Webhooks:AllowedNetworks:0", "127.0.0.0/8"));
        Http.DefaultRequestHeaders.Add("x-api-key", "flow-key");
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
    }

    public void Dispose()
    {
        Receiver.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
