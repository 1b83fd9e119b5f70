using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Deliveries;
using InsideLabs.EventBus.Conformance.References;
using InsideLabs.EventBus.Conformance.Settings;
using InsideLabs.EventBus.Conformance.Subscriptions;

namespace InsideLabs.EventBus.Sqlite.Tests.Conformance;

internal static class SqliteStores
{
    public static Task<StoreUnderTest> CreateAsync() => Task.FromResult(new SqliteFile().Open());
}

public sealed class SqliteConformanceTests
{
    [Fact]
    public void The_store_derives_every_suite() => ConformanceSuites.AssertAllDerivedBy(typeof(SqliteConformanceTests).Assembly);
}

public sealed class SqliteSubscriptionStoreTests : SubscriptionStoreConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteSubscriptionListTests : SubscriptionListConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteSubscriptionChangesTests : SubscriptionChangesConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteDeliveryCommitTests : DeliveryCommitConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteDuplicateCommitTests : DuplicateCommitConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteStaleCommitTests : StaleCommitConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteDeliveryClaimTests : DeliveryClaimConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteFairClaimTests : FairClaimConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteDeliverySettlementTests : DeliverySettlementConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteQueueEffectTests : QueueEffectConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteDeliveryQueryTests : DeliveryQueryConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteAttemptQueryTests : AttemptQueryConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteDeliveryRestartTests : DeliveryRestartConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteDeliveryCancelTests : DeliveryCancelConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteDeliveryPurgeTests : DeliveryPurgeConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteReferenceItemTests : ReferenceItemConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteReferenceUseTests : ReferenceUseConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteSubscriberTests : SubscriberConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteInheritedConfigTests : InheritedConfigConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteSettingsTests : SettingsConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteInteractionCommitTests : InteractionCommitConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteInteractionNumberTests : InteractionNumberConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteInteractionSubscriptionTests : InteractionSubscriptionConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteDeliveryDeferTests : DeliveryDeferConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteReplanTests : ReplanConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteStalePlanTests : StalePlanConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteFailureStreakTests : FailureStreakConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteDeliveryRetentionTests : DeliveryRetentionConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteAttemptPurgeTests : AttemptPurgeConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}

public sealed class SqliteSubscriptionScheduleTests : SubscriptionScheduleConformance
{
    protected override Task<StoreUnderTest> CreateAsync() => SqliteStores.CreateAsync();
}
