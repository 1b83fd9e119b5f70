namespace InsideLabs.Events.Shared;

/// <summary>One line of a purchase.</summary>
public sealed record PurchaseLine
{
    /// <summary>The article.</summary>
    public string? Sku { get; init; }

    /// <summary>Its name for people.</summary>
    public string? Name { get; init; }

    /// <summary>How many, or how much of it.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>The price of one.</summary>
    public decimal? UnitPrice { get; init; }
}
