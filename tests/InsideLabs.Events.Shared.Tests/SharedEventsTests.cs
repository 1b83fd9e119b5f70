using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.Events.Shared.Tests;

public sealed class SharedEventsTests
{
    private static readonly EventDomain Domain = SharedEvents.DomainFor("Engagement", "Membership", "Commerce");

    public static TheoryData<string> Types { get; } = [.. RealisticPayloads.Keys];

    private static Dictionary<string, byte[]> RealisticPayloads => new(
        [
            Write(SharedEvents.PurchaseCompleted, new()
            {
                PurchaseId = "p-1", UserId = "u-1001", Amount = 59.80m, Currency = "EUR", PaymentId = "pay-1", CouponCode = "SPRING",
                Items =
                [
                    new() { Sku = "sku-1", Name = "Mug", Quantity = 2, UnitPrice = 9.90m },
                    new() { Sku = "sku-2", Name = "Coffee, 1.5 kg", Quantity = 1.5m, UnitPrice = 26.67m },
                ],
                CompletedAt = new DateTimeOffset(2026, 4, 8, 12, 0, 0, TimeSpan.FromHours(2)),
            }),
            Write(SharedEvents.PurchaseRefunded, new()
            {
                PurchaseId = "p-1", UserId = "u-1001", RefundId = "r-1", Amount = 9.90m, Currency = "EUR", IsPartial = true,
                Items = [new() { Sku = "sku-1", Quantity = 1 }], Reason = "broken",
            }),
            Write(SharedEvents.PaymentSucceeded, new()
            {
                PaymentId = "pay-1", UserId = "u-1001", PurchaseId = "p-1", Amount = 59.80m, Currency = "EUR", Method = "card",
                Provider = "stripe", ProviderReference = "pi_1",
            }),
            Write(SharedEvents.PaymentFailed, new()
            {
                PaymentId = "pay-2", UserId = "u-1001", PurchaseId = "p-2", Amount = 12m, Currency = "EUR", Method = "card",
                Provider = "stripe", DeclineCode = "insufficient_funds", Reason = "Your card has insufficient funds.", CanRetry = true,
            }),
            Write(SharedEvents.PaymentRefunded, new()
            {
                PaymentId = "pay-1", RefundId = "r-1", UserId = "u-1001", PurchaseId = "p-1", Amount = 9.90m, Currency = "EUR",
                IsPartial = true, Reason = "broken", ProviderReference = "re_1",
            }),
        ],
        StringComparer.Ordinal);

    [Fact]
    public void The_domain_has_the_five_shared_events()
    {
        Domain.Name.Should().Be("shared");
        Domain.DisplayName.Should().Be("Shared");
        Domain.Definitions.Select(d => (d.Type.Value, d.Description)).Should().Equal(
            ("shared.purchase.completed", "Purchase completed"),
            ("shared.purchase.refunded", "Purchase refunded"),
            ("shared.payment.succeeded", "Payment succeeded"),
            ("shared.payment.failed", "Payment failed"),
            ("shared.payment.refunded", "Payment refunded"));
    }

    [Fact]
    public void Every_type_has_a_constant()
    {
        typeof(SharedEventTypes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (string)f.GetRawConstantValue()!)
            .Should().BeEquivalentTo(Domain.Definitions.Select(d => d.Type.Value));
    }

    [Fact]
    public void The_host_names_the_producers()
    {
        Domain.IsShared.Should().BeTrue();
        Domain.Producers.Should().Equal("Engagement", "Membership", "Commerce");
        SharedEvents.DomainFor("Commerce").WithProducers("Membership", "Commerce").Producers.Should().Equal("Commerce", "Membership");
    }

    [Fact]
    public void A_shared_domain_without_producers_is_refused()
    {
        var none = () => SharedEvents.DomainFor();
        var nameless = () => SharedEvents.DomainFor("Commerce", " ");

        none.Should().Throw<EventBusException>().Which.Code.Should().Be(ErrorCodes.RegistryInvalid);
        nameless.Should().Throw<EventBusException>().Which.Code.Should().Be(ErrorCodes.RegistryInvalid);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_realistic_payload_passes_and_sets_every_member(string type)
    {
        var payload = RealisticPayloads[type];

        Find(type).Check(payload).Should().BeEmpty();
        JsonNode.Parse(payload)!.AsObject().Select(p => p.Key).Should().BeEquivalentTo(Properties(type).Select(p => p.Key));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void No_member_is_required_and_unknown_ones_are_accepted(string type)
    {
        Find(type).Check("{}"u8).Should().BeEmpty();
        Find(type).Check("""{"loyaltyPoints":12,"nested":{"a":[1]}}"""u8).Should().BeEmpty();
        Find(type).ExportSchema()["required"].Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_member_has_its_type(string type)
    {
        foreach (var (member, _) in Properties(type))
        {
            var payload = JsonNode.Parse(RealisticPayloads[type])!.AsObject();
            payload[member] = new JsonArray(new JsonArray());

            Find(type).Check(Encoding.UTF8.GetBytes(payload.ToJsonString())).Should().ContainSingle("{0} is no list of lists", member)
                .Which.Should().Match<Fault>(f =>
                    f.Code == ErrorCodes.PayloadInvalid && f.Field.StartsWith($"payload.{member}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_wrong_type_within_a_line_is_named_by_its_path()
    {
        SharedEvents.PurchaseCompleted.Check("""{"items":[{"sku":"a"},{"sku":"b","quantity":"two"}]}"""u8).Should().ContainSingle()
            .Which.Field.Should().Be("payload.items[1].quantity");
    }

    private static EventDefinition Find(string type) => Domain.Definitions.Single(d => d.Type.Value == type);

    private static JsonObject Properties(string type) => Find(type).ExportSchema()["properties"]!.AsObject();

    private static KeyValuePair<string, byte[]> Write<TPayload>(EventDefinition<TPayload> definition, TPayload payload)
        where TPayload : class =>
        new(definition.Type.Value, JsonSerializer.SerializeToUtf8Bytes(payload, definition.PayloadInfo));
}
