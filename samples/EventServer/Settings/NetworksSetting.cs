using System.Net;

namespace EventServer.Settings;

/// <summary><c>Events:Webhooks:AllowedNetworks</c>: networks in CIDR form that webhooks may reach although they are not public.</summary>
internal static class NetworksSetting
{
    private const string Key = "Events:Webhooks:AllowedNetworks";

    public static IReadOnlyList<string> Read(SettingsReader reader)
    {
        var networks = reader.List(Key) ?? [];
        for (var i = 0; i < networks.Count; i++)
        {
            if (!IPNetwork.TryParse(networks[i], out _))
            {
                reader.Refuse($"{Key}:{i} is {SettingsReader.Show(networks[i])}, which is not a network: write its first address and the length of its prefix, such as 10.1.0.0/16.");
            }
        }

        return networks;
    }
}
