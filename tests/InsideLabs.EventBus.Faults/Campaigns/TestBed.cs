using InsideLabs.EventBus.Faults.Checking;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Faults.Receiving;

namespace InsideLabs.EventBus.Faults.Campaigns;

/// <summary>One database file, one receiver, one ledger, and children that come and go.</summary>
internal sealed class TestBed : IAsyncDisposable
{
    /// <summary>How long a child may take for what takes it seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder;

    private TestBed(WebhookReceiver receiver, DirectoryInfo folder, int seed) => (Receiver, _folder, Seed) = (receiver, folder, seed);

    public string DatabasePath => Path.Combine(_folder.FullName, "events.db");

    public WebhookReceiver Receiver { get; }

    public Ledger Ledger { get; } = new();

    public int Seed { get; }

    /// <summary>How often a child was killed.</summary>
    public int Kills { get; set; }

    /// <summary>The subscriptions that the children make.</summary>
    public IReadOnlyList<FaultSubscription> Subscriptions { get; set; } = FaultSubscription.All;

    /// <summary>Every child publishes under ids of its own.</summary>
    private int Children { get; set; }

    /// <param name="folder">Its own folder; it is deleted in the end.</param>
    /// <param name="seed">Chooses what the receiver refuses.</param>
    /// <param name="subscriptions">What the children of the bed subscribe; the usual ones when null.</param>
    public static async Task<TestBed> StartAsync(DirectoryInfo folder, int seed, IReadOnlyList<FaultSubscription>? subscriptions = null) =>
        new(await WebhookReceiver.StartAsync(seed), folder, seed) { Subscriptions = subscriptions ?? FaultSubscription.All };

    /// <summary>Starts a child on the file. Whoever starts it disposes it.</summary>
    /// <param name="role">What it does.</param>
    /// <param name="values">What else the role wants to know.</param>
    /// <param name="launch">How it is started.</param>
    /// <param name="path">Another path of the file.</param>
    public ChildProcess StartChild(
        string role,
        IReadOnlyDictionary<string, string>? values = null,
        ChildLaunch? launch = null,
        string? path = null) => ChildProcess.Start(
        new ChildOptions
        {
            Role = role,
            DatabasePath = path ?? DatabasePath,
            ReceiverUrl = Receiver.Url,
            Seed = Seed + Children++,
            Values = values ?? new Dictionary<string, string>(),
        },
        launch);

    /// <summary>Enters all that a child says into the ledger, until its end.</summary>
    public async Task FollowAsync(ChildProcess child, Action<ChildLine>? heard = null)
    {
        await foreach (var line in child.ReadLinesAsync())
        {
            Ledger.Add(line);
            heard?.Invoke(line);
        }
    }

    /// <summary>Follows a child to its end.</summary>
    /// <exception cref="FaultException">It ended with another code than it should.</exception>
    public static async Task ExpectExitAsync(ChildProcess child, int code)
    {
        var actual = await child.WaitForExitAsync().WaitAsync(Patience);
        if (actual != code)
        {
            throw new FaultException($"A child ended with {actual} instead of {code}. It said: {child.Errors}");
        }
    }

    /// <summary>Lets a child deliver what is left.</summary>
    public async Task DrainAsync()
    {
        await using var child = StartChild(DrainRole.RoleName);
        await FollowAsync(child).WaitAsync(Patience);
        await ExpectExitAsync(child, 0);
    }

    /// <summary>Reads what it has come to. No child may live.</summary>
    public Task<Evidence> ReadEvidenceAsync() =>
        EvidenceReader.ReadAsync(DatabasePath, Subscriptions, Ledger, Receiver.Requests, Kills);

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
