using InsideLabs.EventBus.Adapters.Email;
using InsideLabs.EventBus.Adapters.Tests.Receivers;

namespace InsideLabs.EventBus.Adapters.Tests.Email;

/// <summary>An e-mail adapter and what it is given.</summary>
internal static class EmailFixture
{
    public const string Key = "SG.abcdefgh.12345678";

    /// <summary>A config that nothing is wrong with.</summary>
    public const string Config =
        """{"adapter":"adapter:email","to":"jane@example.com","from":{"email":"noreply@example.com"},"subject":"Hello","body":"Hi Jane"}""";

    public static EmailAdapter Adapter(bool loopback = true, TimeProvider? time = null)
    {
        var (urls, exchange) = OutboundFixture.Make(loopback, time);
        return new EmailAdapter(urls, exchange);
    }

    public static DeliveryRequest Request(LoopbackReceiver service, string config = Config) => Request(Settings(service), config);

    public static DeliveryRequest Request(string? settings, string config = Config) =>
        OutboundFixture.Request(AdapterNames.Email, config, settings);

    public static string Settings(LoopbackReceiver service, string rest = "") =>
        "{\"apiKey\":\"" + Key + "\",\"apiUrl\":\"http://127.0.0.1:" + service.Port + "\"" + rest + "}";

    public static IEnumerable<(string Field, string Code)> Validate(string config) =>
        OutboundFixture.Faults(config, Adapter(loopback: false).Validate);

    public static IEnumerable<(string Field, string Code)> ValidateSettings(string settings) =>
        OutboundFixture.Faults(settings, Adapter(loopback: false).ValidateSettings);
}
