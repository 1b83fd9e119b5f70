using InsideLabs.EventBus.Adapters.Slack;
using InsideLabs.EventBus.Adapters.Tests.Receivers;

namespace InsideLabs.EventBus.Adapters.Tests.Slack;

/// <summary>A Slack adapter and what it is given.</summary>
internal static class SlackFixture
{
    public const string Token = "xoxb-1234567890-abcdef";
    public const string HookPath = "/services/T00000000/B00000000/AbCdEfGhIjKlMnOp";

    public static SlackAdapter Adapter(bool loopback = true, TimeProvider? time = null)
    {
        var (urls, exchange) = OutboundFixture.Make(loopback, time);
        return new SlackAdapter(urls, exchange);
    }

    /// <summary>An attempt through an incoming webhook.</summary>
    public static DeliveryRequest Webhook(LoopbackReceiver slack, string rest = "\"text\":\"hi\"") => Request(
        "{\"adapter\":\"adapter:slack\",\"webhookUrl\":\"http://127.0.0.1:" + slack.Port + HookPath + "\"," + rest + "}", settings: null);

    /// <summary>An attempt as a bot with the token of the settings.</summary>
    public static DeliveryRequest Bot(LoopbackReceiver slack, string rest = "\"text\":\"hi\"") =>
        Request("{\"adapter\":\"adapter:slack\",\"channel\":\"C0123456789\"," + rest + "}", Settings(slack));

    public static DeliveryRequest Request(string config, string? settings) => OutboundFixture.Request(AdapterNames.Slack, config, settings);

    public static string Settings(LoopbackReceiver slack, string token = ",\"botToken\":\"" + Token + "\"") =>
        "{\"apiUrl\":\"http://127.0.0.1:" + slack.Port + "/api\"" + token + "}";

    public static IEnumerable<(string Field, string Code)> Validate(string config) =>
        OutboundFixture.Faults(config, Adapter(loopback: false).Validate);

    public static IEnumerable<(string Field, string Code)> ValidateSettings(string settings) =>
        OutboundFixture.Faults(settings, Adapter(loopback: false).ValidateSettings);
}
