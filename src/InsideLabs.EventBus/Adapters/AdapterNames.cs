namespace InsideLabs.EventBus.Adapters;

/// <summary>The names of the adapters that this family of packages brings.</summary>
public static class AdapterNames
{
    /// <summary>Signed HTTP requests.</summary>
    public const string Webhook = "adapter:webhook";

    /// <summary>Mails through a SendGrid-compatible service.</summary>
    public const string Email = "adapter:email";

    /// <summary>Messages to Slack.</summary>
    public const string Slack = "adapter:slack";

    /// <summary>Durable event handlers in this process.</summary>
    public const string Handler = "adapter:handler";

    private const string Prefix = "adapter:";

    /// <summary>The name as templates use it: <c>adapter:email</c> is <c>email</c> in <c>{{adapter.email.key}}</c>.</summary>
    /// <param name="name">An adapter's name, with or without its prefix.</param>
    public static string Short(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
    }
}
