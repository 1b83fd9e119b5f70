using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class EventRegistryTests
{
    private static readonly EventDefinition Placed = new("order.order.placed", "Order placed");
    private static readonly EventDefinition Cancelled = new("order.order.cancelled", "Order cancelled");
    private static readonly EventDefinition Joined = new("club.member.joined", "Member joined");

    private static readonly EventDomain Orders = EventDomain.Create("order", "Orders", Placed, Cancelled);
    private static readonly EventDomain Club = EventDomain.Create("club", "Club", Joined);

    [Fact]
    public void Domains_and_definitions_stand_in_the_order_of_their_names()
    {
        var registry = new EventRegistry([Orders, Club]);

        registry.Domains.Should().Equal(Club, Orders);
        registry.Definitions.Should().Equal(Joined, Cancelled, Placed);
    }

    [Fact]
    public void A_registered_type_is_found_with_its_domain()
    {
        var registry = new EventRegistry([Orders, Club]);

        registry.TryFind("order.order.placed", out var definition, out var domain).Should().BeTrue();
        definition.Should().BeSameAs(Placed);
        domain.Should().BeSameAs(Orders);
    }

    [Theory]
    [InlineData("order.order.paid")]
    [InlineData("order.order")]
    [InlineData("Order.order.placed")]
    [InlineData("order.order.*")]
    [InlineData("")]
    public void Any_other_type_is_not_found(string type)
    {
        new EventRegistry([Orders, Club]).TryFind(type, out var definition, out var domain).Should().BeFalse();
        definition.Should().BeNull();
        domain.Should().BeNull();
    }

    [Fact]
    public void Two_domains_of_one_name_are_refused_naming_both()
    {
        var registry = () => new EventRegistry([Orders, Club, EventDomain.Create("order", "Other orders")]);

        registry.Should().Throw<EventBusException>().Which.Should().Match<EventBusException>(e =>
            e.Code == ErrorCodes.RegistryInvalid
            && e.Message.Contains("'order'") && e.Message.Contains("'Orders'") && e.Message.Contains("'Other orders'"));
    }

    [Fact]
    public void A_registry_may_be_empty()
    {
        new EventRegistry([]).Domains.Should().BeEmpty();
        new EventRegistry([]).Definitions.Should().BeEmpty();
    }
}
