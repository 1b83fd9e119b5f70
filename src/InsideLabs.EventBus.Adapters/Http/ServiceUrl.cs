using InsideLabs.EventBus.Adapters.Configs;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>Reads a URL to which a credential goes, or which is one.</summary>
internal static class ServiceUrl
{
    /// <summary>Reads a property as such a URL.</summary>
    /// <param name="parent">The object it belongs to.</param>
    /// <param name="name">The property.</param>
    /// <param name="urls">The rules of the host.</param>
    /// <param name="faults">Where to collect.</param>
    /// <returns>The URL; null when it is absent, refused, or not rendered yet.</returns>
    public static Uri? Read(ConfigObject parent, string name, UrlRules urls, FaultList faults)
    {
        if (parent.Find(name) is not { } value)
        {
            return null;
        }

        var path = parent.PathOf(name);
        if (ConfigObject.IsOpen(value, parent.Stage))
        {
            Add(faults, urls.JudgeWrittenOfHost(value.GetString()!, path));
            return null;
        }

        if (ConfigObject.Text(value, path, parent.Stage, faults, judge: null) is not { } text)
        {
            return null;
        }

        if (urls.TryReadMade(text, path, out var url, out var fault))
        {
            return url;
        }

        Add(faults, fault);
        return null;
    }

    private static void Add(FaultList faults, Fault? fault)
    {
        if (fault is var (field, code, message))
        {
            faults.Add(field, code, message);
        }
    }
}
