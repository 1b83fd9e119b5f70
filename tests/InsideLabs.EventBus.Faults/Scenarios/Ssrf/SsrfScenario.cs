using System.Net;
using InsideLabs.EventBus.Faults.Campaigns;
using InsideLabs.EventBus.Faults.Children;

namespace InsideLabs.EventBus.Faults.Scenarios.Ssrf;

/// <summary>Subscriptions that try to aim the host at its own network, in a network where every address answers.</summary>
internal sealed class SsrfScenario : Scenario
{
    private const int Http = 80;
    private const int Https = 443;
    private const int Other = 8080;

    /// <summary>Denied addresses that only the scenario itself goes to.</summary>
    private static readonly IPAddress MarkV4 = IPAddress.Parse("10.99.99.99");
    private static readonly IPAddress MarkV6 = IPAddress.Parse("fd99::99");

    private static readonly HashSet<IPAddress> Allowed = [IPAddress.Parse(SsrfNames.PublicV4), IPAddress.Parse(SsrfNames.PublicV6)];

    public override string Name => "ssrf";

    public override string Attack => "Subscriptions aimed at the inside: by spelling, name, rebinding, redirect, proxy and settings of adapters.";

    public override Isolation Isolation => Isolation.Network | Isolation.Mounts;

    public override IReadOnlyList<string> Programs => ["ip", "mount"];

    public override async Task RunAsync(ScenarioRun run)
    {
        await LocalNetwork.OwnEveryAddressAsync();
        await UseOwnNameServerAsync(run.Folder);
        using var names = new NameServer();
        using var receiver = new EverywhereReceiver(Http, Https, Other);
        using var watch = new SynWatch();
        for (var round = 0; round < run.Pick(quick: 1, full: 20); round++)
        {
            await using var bed = await TestBed.StartAsync(run.NewFolder(), run.Seed);
            await using var child = bed.StartChild(SsrfRole.RoleName, launch: new ChildLaunch { Environment = SsrfCorpus.Proxies });
            await watch.TakeAsync(MarkV4, MarkV6, Other);
            var before = receiver.Reached.Count;
            var told = new List<ChildLine>();
            await bed.FollowAsync(child, told.Add).WaitAsync(TestBed.Patience);
            await TestBed.ExpectExitAsync(child, 0);

            var connections = await watch.TakeAsync(MarkV4, MarkV6, Other);
            var denied = connections.Count(IsDenied);
            JudgeConnections(run, connections, "a connection was asked for at");
            JudgeConnections(run, [.. receiver.Reached.Skip(before)], "a connection was made at");
            run.Require(Allowed.IsSubsetOf(connections), $"the public addresses were not reached: that proves nothing.");
            run.Require(names.Asked(SsrfNames.Rebinding) == 2, $"the rebinding name was looked up {names.Asked(SsrfNames.Rebinding)} times for two attempts.");
            await SsrfJudge.JudgeAsync(run, bed.DatabasePath, told);
            run.Figure($"{SsrfCorpus.All.Count} targets and {SsrfCorpus.RefusedSettings.Count} settings of adapters: {receiver.Reached.Count - before - 2} connections were made to the public addresses, {denied} were asked for at others");
            names.Forget();
        }
    }

    private static async Task UseOwnNameServerAsync(DirectoryInfo folder)
    {
        await MountAsync("nameserver 127.0.0.1\noptions timeout:2 attempts:2\n", "/etc/resolv.conf");
        await MountAsync("hosts: files dns\n", "/etc/nsswitch.conf");

        async Task MountAsync(string text, string target)
        {
            var file = Path.Combine(folder.FullName, Path.GetFileName(target));
            await File.WriteAllTextAsync(file, text);
            await LocalNetwork.RunAsync("mount", "--bind", file, target);
        }
    }

    private static bool IsDenied(IPAddress address) => !Allowed.Contains(address) && !address.Equals(MarkV4) && !address.Equals(MarkV6);

    private static void JudgeConnections(ScenarioRun run, IReadOnlyList<IPAddress> connections, string what)
    {
        foreach (var denied in connections.Where(IsDenied).Distinct())
        {
            run.Require(false, $"{what} {denied}.");
        }
    }
}
