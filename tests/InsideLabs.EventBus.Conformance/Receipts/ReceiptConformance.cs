namespace InsideLabs.EventBus.Conformance.Receipts;

/// <summary>
/// The base of every suite that a receipt store must pass. A store package derives each suite once and makes its store in
/// <see cref="CreateAsync"/>; <see cref="ConformanceSuites.AssertAllDerivedBy"/> proves that none is left out.
/// </summary>
public abstract class ReceiptConformance : IAsyncLifetime
{
    private ReceiptStoreUnderTest? _store;

    /// <summary>A new, empty store for each test.</summary>
    protected ReceiptStoreUnderTest Receipts => _store ?? throw new InvalidOperationException($"{GetType().Name} has made no store.");

    /// <summary>Makes a new, empty store, with a clock whose first instant is <see cref="TestData.Start"/>.</summary>
    protected abstract Task<ReceiptStoreUnderTest> CreateAsync();

    public async Task InitializeAsync() =>
        _store = await CreateAsync() ?? throw new InvalidOperationException($"{GetType().Name}.{nameof(CreateAsync)} answered null.");

    public async Task DisposeAsync() => await Receipts.DisposeAsync();
}
