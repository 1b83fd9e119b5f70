namespace InsideLabs.EventBus.Adapters;

/// <summary>The names of the adapters that this family of packages brings.</summary>
public static class AdapterNames
{
    /// <summary>Signed HTTP requests.</summary>
    public const string Webhook = "adapter:webhook";

    /// <summary>Durable event handlers in this process.</summary>
    public const string Handler = "adapter:handler";
}
