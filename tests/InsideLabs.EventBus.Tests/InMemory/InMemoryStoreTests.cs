using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Deliveries;
using InsideLabs.EventBus.Conformance.References;
using InsideLabs.EventBus.Conformance.Settings;
using InsideLabs.EventBus.Conformance.Subscriptions;
using InsideLabs.EventBus.InMemory;

namespace InsideLabs.EventBus.Tests.InMemory;

internal static class InMemoryStores
{
    public static Task<StoreUnderTest> CreateAsync()
    {
        var time = new VirtualClock();
        var store = new InMemoryStore(time);
        return Task.FromResult(new StoreUnderTest(store, store, store, store, time));
    }
}

public sealed class InMemorySubscriptionStoreTests : SubscriptionStoreConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemorySubscriptionListTests : SubscriptionListConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemorySubscriptionChangesTests : SubscriptionChangesConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryDeliveryCommitTests : DeliveryCommitConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryDuplicateCommitTests : DuplicateCommitConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryStaleCommitTests : StaleCommitConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryDeliveryClaimTests : DeliveryClaimConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryFairClaimTests : FairClaimConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryDeliverySettlementTests : DeliverySettlementConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryQueueEffectTests : QueueEffectConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryDeliveryQueryTests : DeliveryQueryConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryAttemptQueryTests : AttemptQueryConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryDeliveryRestartTests : DeliveryRestartConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryDeliveryCancelTests : DeliveryCancelConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryDeliveryPurgeTests : DeliveryPurgeConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryReferenceItemTests : ReferenceItemConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryReferenceUseTests : ReferenceUseConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemorySubscriberTests : SubscriberConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryInheritedConfigTests : InheritedConfigConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemorySettingsTests : SettingsConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryInteractionCommitTests : InteractionCommitConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryInteractionNumberTests : InteractionNumberConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryInteractionSubscriptionTests : InteractionSubscriptionConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryDeliveryDeferTests : DeliveryDeferConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryReplanTests : ReplanConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryStalePlanTests : StalePlanConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryFailureStreakTests : FailureStreakConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryDeliveryRetentionTests : DeliveryRetentionConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemoryAttemptPurgeTests : AttemptPurgeConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}

public sealed class InMemorySubscriptionScheduleTests : SubscriptionScheduleConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => InMemoryStores.CreateAsync();
}
