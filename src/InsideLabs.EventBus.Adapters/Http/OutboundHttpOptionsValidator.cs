using InsideLabs.EventBus.Errors;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>Refuses options that would fail later or mean something else than was written.</summary>
internal sealed class OutboundHttpOptionsValidator : IValidateOptions<OutboundHttpOptions>
{
    private static readonly TimeSpan LongestConnectTimeout = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, OutboundHttpOptions options)
    {
        var failures = options.AllowedNetworks
            .Where(n => !IsNetwork(n))
            .Select(n =>
                $"{nameof(OutboundHttpOptions)}.{nameof(OutboundHttpOptions.AllowedNetworks)}: '{FaultText.Show(n ?? string.Empty)}' is not a network. " +
                "Write its first address and the length of its prefix, such as 10.1.0.0/16.")
            .ToList();
        if (options.ConnectTimeout <= TimeSpan.Zero || options.ConnectTimeout > LongestConnectTimeout)
        {
            failures.Add(
                $"{nameof(OutboundHttpOptions)}.{nameof(OutboundHttpOptions.ConnectTimeout)} is {options.ConnectTimeout}. " +
                $"It must be more than zero and at most {LongestConnectTimeout}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary>
    /// The platform also takes 10.1.2.3/8 for 10.0.0.0/8 and, by octal numbers, 010.0.0.0/8 for 8.0.0.0/8: what is allowed
    /// must be what is written.
    /// </summary>
    private static bool IsNetwork(string? text)
    {
        if (text is null || !IPNetwork.TryParse(text, out var network))
        {
            return false;
        }

        var written = text[..text.IndexOf('/', StringComparison.Ordinal)];
        return network.BaseAddress.Equals(IPAddress.Parse(written))
            && (network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 || written.Equals(network.BaseAddress.ToString(), StringComparison.Ordinal));
    }
}
