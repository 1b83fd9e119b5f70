using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Tests.Events;

public sealed class EventDomainTests
{
    private static readonly EventDefinition Placed = new("order.order.placed", "Order placed");
    private static readonly EventDefinition Shipped = new("order.parcel.shipped", "Parcel shipped");

    [Fact]
    public void A_domain_owns_its_events_in_the_order_given()
    {
        var domain = EventDomain.Create("order", "Orders", Shipped, Placed);

        domain.Name.Should().Be("order");
        domain.DisplayName.Should().Be("Orders");
        domain.Definitions.Should().Equal(Shipped, Placed);
        domain.Producers.Should().BeEmpty();
        domain.IsShared.Should().BeFalse();
    }

    [Fact]
    public void A_domain_may_be_empty() => EventDomain.Create("order", "Orders").Definitions.Should().BeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("Order")]
    [InlineData("order.order")]
    [InlineData("order.")]
    [InlineData("*")]
    [InlineData("1order")]
    [InlineData(" order")]
    public void A_name_that_is_no_segment_is_refused(string name)
    {
        Refused(() => EventDomain.Create(name, "Orders")).Should().Contain($"'{name}'");
        Refused(() => EventDomain.CreateShared(name, "Orders", ["Shop"])).Should().Contain($"'{name}'");
    }

    [Fact]
    public void A_domain_needs_a_display_name() =>
        FluentActions.Invoking(() => EventDomain.Create("order", " ")).Should().Throw<ArgumentException>();

    [Fact]
    public void A_foreign_prefix_is_refused_naming_both()
    {
        Refused(() => EventDomain.Create("orders", "Orders", Placed)).Should().Contain("'orders'").And.Contain("'order.order.placed'")
            .And.Contain("'order'");
    }

    [Fact]
    public void A_type_that_stands_twice_is_refused_naming_both()
    {
        Refused(() => EventDomain.Create("order", "Orders", Placed, Shipped, new EventDefinition("order.order.placed", "Again")))
            .Should().Contain("'order'").And.Contain("'order.order.placed' twice");
    }

    [Fact]
    public void A_shared_domain_names_its_producers_once_each()
    {
        var shared = EventDomain.CreateShared("order", "Orders", ["Shop", "Till", "Shop"], Placed);

        shared.IsShared.Should().BeTrue();
        shared.Producers.Should().Equal("Shop", "Till");
        shared.Definitions.Should().Equal(Placed);
    }

    [Fact]
    public void A_shared_domain_without_producers_or_with_a_nameless_one_is_refused()
    {
        Refused(() => EventDomain.CreateShared("order", "Orders", [])).Should().Contain("'order'");
        Refused(() => EventDomain.CreateShared("order", "Orders", ["Shop", ""])).Should().Contain("'order'");
        Refused(() => EventDomain.CreateShared("order", "Orders", ["Shop"]).WithProducers("Till", " ")).Should().Contain("'order'");
    }

    [Fact]
    public void Producers_that_are_null_are_the_callers_mistake() =>
        FluentActions.Invoking(() => EventDomain.CreateShared("order", "Orders", null!)).Should().Throw<ArgumentNullException>();

    [Fact]
    public void Producers_can_be_added_to_a_copy()
    {
        var shared = EventDomain.CreateShared("order", "Orders", ["Shop"], Placed);

        shared.WithProducers("Till", "Shop", "App").Producers.Should().Equal("Shop", "Till", "App");
        shared.Producers.Should().Equal("Shop");
        shared.WithProducers("Till").Definitions.Should().Equal(Placed);
    }

    [Fact]
    public void A_domain_that_owns_its_events_takes_no_producers() =>
        Refused(() => EventDomain.Create("order", "Orders").WithProducers("Shop")).Should().Contain("'order'");

    private static string Refused(Func<EventDomain> make)
    {
        var exception = make.Should().Throw<EventBusException>().Which;
        exception.Code.Should().Be(ErrorCodes.RegistryInvalid);
        return exception.Message;
    }
}
