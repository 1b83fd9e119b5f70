using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using HandlebarsDotNet;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Rendering;
using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.Benchmarks;

/// <summary>
/// The step from a stored event to the config that an adapter gets: six placeholders, the bytes of the event parsed each time. Handlebars
/// gets what it needs as an object that is ready, which nobody has for nothing; and once with the parsing that makes it.
/// </summary>
[MemoryDiagnoser]
public class Render
{
    private const string Payload = """
        {"orderId":"o-1001","customer":{"name":"Ada Lovelace","email":"ada@example.com","country":"GB"},"total":49.9,"currency":"EUR",
         "items":[{"sku":"A-1","count":2},{"sku":"B-2","count":1}]}
        """;

    private const string Config = """
        {"adapter":"adapter:email","to":"{{NAME}} <{{EMAIL}}>","subject":"Your order {{ID}} of {{TOTAL}} {{CURRENCY}}","first":"{{SKU}}","note":"constant"}
        """;

    private ITemplate _template = null!;
    private TemplateContext _context = null!;
    private HandlebarsTemplate<object, object> _handlebars = null!;
    private Order _ready = null!;
    private byte[] _payload = null!;

    [GlobalSetup]
    public void Setup()
    {
        _payload = Encoding.UTF8.GetBytes(Payload);
        var envelope = EventEnvelope.Create(
            EventId.Parse("01JS0Z7V8K3Q4T5W6X7Y8Z9ABC"), EventType.Parse("shop.order.placed"), "order", "Shop", DateTimeOffset.UnixEpoch, _payload);
        _context = new TemplateContext
        {
            Occurrence = Occurrence.Of(envelope, GivenFields.None, traceParent: null, DateTimeOffset.UnixEpoch),
            SubscriptionId = Guid.Empty,
            Settings = new TemplateSettings(SettingsState.Empty, new NoSecrets()),
            Now = DateTimeOffset.UnixEpoch,
            NewUuid = static () => Guid.Empty,
            NewUlid = static () => string.Empty,
        };
        var ours = Named("payload.customer.name", "payload.customer.email", "payload.orderId", "payload.total", "payload.currency", "payload.items[0].sku");
        _template = new PlaceholderEngine([]).Compile(new TemplateSource { Utf8Json = Encoding.UTF8.GetBytes(ours), Root = "config" }, [])!;
        var handlebars = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });
        _handlebars = handlebars.Compile(Named("name", "email", "orderId", "total", "currency", "sku"));
        _ready = Read();
        var wanted = HandlebarsReady();
        if (Encoding.UTF8.GetString(_template.Render(_context).Utf8Json.Span) != wanted || HandlebarsParsing() != wanted)
        {
            throw new InvalidOperationException($"The contenders do not render the same: {wanted}");
        }
    }

    [Benchmark]
    public int Placeholders() => _template.Render(_context).Utf8Json.Length;

    [Benchmark(Baseline = true)]
    public string HandlebarsReady() => _handlebars(_ready, null!);

    [Benchmark]
    public string HandlebarsParsing() => _handlebars(Read(), null!);

    private static string Named(params string[] names)
    {
        var config = Config.Trim();
        foreach (var (placeholder, name) in ((string[])["NAME", "EMAIL", "ID", "TOTAL", "CURRENCY", "SKU"]).Zip(names))
        {
            config = config.Replace("{{" + placeholder + "}}", "{{" + name + "}}", StringComparison.Ordinal);
        }

        return config;
    }

    private Order Read()
    {
        using var document = JsonDocument.Parse(_payload);
        var root = document.RootElement;
        var customer = root.GetProperty("customer"u8);
        return new Order(
            customer.GetProperty("name"u8).GetString()!,
            customer.GetProperty("email"u8).GetString()!,
            root.GetProperty("orderId"u8).GetString()!,
            root.GetProperty("total"u8).GetRawText(),
            root.GetProperty("currency"u8).GetString()!,
            root.GetProperty("items"u8)[0].GetProperty("sku"u8).GetString()!);
    }

    /// <summary>What Handlebars reads by reflection.</summary>
    public sealed record Order(string Name, string Email, string OrderId, string Total, string Currency, string Sku);

    private sealed class NoSecrets : ISecretProtector
    {
        public byte[] Protect(ReadOnlySpan<byte> secret, SecretLocation location) => throw new NotSupportedException();

        public byte[] Unprotect(ReadOnlySpan<byte> blob, SecretLocation location) =>
            throw new EventBusException(ErrorCodes.SecretUnreadable, "This benchmark has no secrets.");
    }
}
