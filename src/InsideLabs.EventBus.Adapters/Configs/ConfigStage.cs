namespace InsideLabs.EventBus.Adapters.Configs;

/// <summary>When a config or settings are judged.</summary>
internal enum ConfigStage
{
    /// <summary>When they are written: a text with a template is judged by what is written out in it.</summary>
    Written = 0,

    /// <summary>When they are rendered for an attempt: what templates gave may be anything, and everything is judged again.</summary>
    Rendered = 1,
}
