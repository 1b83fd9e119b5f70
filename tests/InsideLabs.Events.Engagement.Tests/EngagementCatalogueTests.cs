using System.Reflection;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Events;

namespace InsideLabs.Events.Engagement.Tests;

public sealed class EngagementCatalogueTests
{
    [Fact]
    public void The_catalogue_is_exactly_the_published_one()
    {
        var expected = ConformanceCases.Load("engagement-events.json");

        EngagementEvents.Domain.Name.Should().Be(expected.GetProperty("domain").GetString());
        EngagementEvents.Domain.DisplayName.Should().Be(expected.GetProperty("displayName").GetString());
        EngagementEvents.Domain.IsShared.Should().BeFalse();
        EngagementEvents.Domain.Definitions.Should().HaveCount(25);
        EngagementEvents.Domain.Definitions.Select(d => (d.Type.Value, d.Description)).Should().Equal(
            expected.GetProperty("events").EnumerateArray()
                .Select(e => (e.GetProperty("type").GetString()!, e.GetProperty("description").GetString()!)));
    }

    [Fact]
    public void Every_event_has_a_property_named_after_its_type()
    {
        var properties = typeof(EngagementEvents).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(p => p.PropertyType.IsAssignableTo(typeof(EventDefinition)))
            .ToDictionary(p => p.Name, p => (EventDefinition)p.GetValue(null)!, StringComparer.Ordinal);

        properties.Should().HaveCount(25);
        properties.Should().OnlyContain(p => p.Key == NameOf(p.Value.Type));
        EngagementEvents.Domain.Definitions.Should().BeEquivalentTo(properties.Values, o => o.ComparingByValue<EventDefinition>());
    }

    [Fact]
    public void Every_type_has_a_constant_of_the_same_name()
    {
        var constants = typeof(EngagementEventTypes).GetFields()
            .ToDictionary(f => f.Name, f => (string)f.GetRawConstantValue()!, StringComparer.Ordinal);

        constants.Should().BeEquivalentTo(
            EngagementEvents.Domain.Definitions.ToDictionary(d => NameOf(d.Type), d => d.Type.Value, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_event_is_typed_and_lenient_and_in_its_first_version()
    {
        EngagementEvents.Domain.Definitions.Should().OnlyContain(d => d.PayloadType != null && d.Version == 1);
        EngagementEvents.Domain.Definitions.Should().OnlyContain(d => d.Category == d.Type.Value.Split('.', 3)[1]);
    }

    private static string NameOf(EventType type) => string.Concat(
        type.Value.Split('.').Skip(1).Select(segment => char.ToUpperInvariant(segment[0]) + segment[1..]));
}
