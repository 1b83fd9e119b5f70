using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Subscriptions;

/// <summary>Compares subscriptions by what they hold: a record compares the arrays in it by reference.</summary>
public static class SubscriptionAssertions
{
    public static void ShouldBe(this Subscription? actual, Subscription expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        actual.Should().NotBeNull();
        actual!.Id.Should().Be(expected.Id);
        actual.Match.EventTypes.Should().Equal(expected.Match.EventTypes);
        actual.Match.Interaction.Should().Be(expected.Match.Interaction);
        actual.Adapter.Should().Be(expected.Adapter);
        actual.Config.ToArray().Should().Equal(expected.Config.ToArray());
        actual.SubscriberId.Should().Be(expected.SubscriberId);
        actual.InheritsConfig.Should().Be(expected.InheritsConfig);
        actual.ConfigCredentials.ShouldBe(expected.ConfigCredentials);
        ShouldBe(actual.SigningSecrets, expected.SigningSecrets);
        actual.Labels.Should().Equal(expected.Labels);
        actual.DeliverySchedule.Should().Be(expected.DeliverySchedule);
        actual.RetryDelays.Should().Be(expected.RetryDelays);
        actual.Status.Should().Be(expected.Status);
        actual.CreatedAt.Should().Be(expected.CreatedAt);
        actual.UpdatedAt.Should().Be(expected.UpdatedAt);
        actual.Version.Should().Be(expected.Version);
    }

    private static void ShouldBe(SigningSecrets? actual, SigningSecrets? expected)
    {
        (actual is null).Should().Be(expected is null);
        if (actual is not null && expected is not null)
        {
            actual.Current.ToArray().Should().Equal(expected.Current.ToArray());
            actual.Previous.ShouldBe(expected.Previous);
            actual.PreviousValidUntil.Should().Be(expected.PreviousValidUntil);
        }
    }
}
