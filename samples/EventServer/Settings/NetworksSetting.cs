using System.Net;
using System.Net.Sockets;

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
            if (!IsNetwork(networks[i]))
            {
                reader.Refuse($"{Key}:{i} is {SettingsReader.Show(networks[i])}, which is not a network: write its first address and the length of its prefix, such as 10.1.0.0/16.");
            }
        }

        return networks;
    }

    /// <summary>The platform also takes 10.1.2.3/8 for 10.0.0.0/8, and octal numbers: what is allowed must be what is written.</summary>
    private static bool IsNetwork(string text) =>
        IPNetwork.TryParse(text, out var network)
        && (network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 || network.ToString() == text);
}
