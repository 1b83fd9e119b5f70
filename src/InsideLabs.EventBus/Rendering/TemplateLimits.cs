namespace InsideLabs.EventBus.Rendering;

/// <summary>What templates may cost. Together they bound the time and the memory of any document, whoever wrote it.</summary>
internal static class TemplateLimits
{
    /// <summary>The longest text with templates, in bytes of UTF-8.</summary>
    public const int TextBytes = 64 * 1024;

    /// <summary>The most templates of one document.</summary>
    public const int Expressions = 1000;

    /// <summary>How deep calls may stand in calls.</summary>
    public const int Nesting = 16;

    /// <summary>The largest rendered document, and the largest value that a function may make, in bytes.</summary>
    public const int RenderedBytes = 1024 * 1024;

    /// <summary>How often a text that a text brought in is evaluated: the config's own, a setting's, and a setting's that this names.</summary>
    public const int Passes = 3;

    /// <summary>The longest path. No stored document is nested deeper than 64, so that a longer one would lead nowhere.</summary>
    public const int PathSteps = 100;

    /// <summary>The most arguments of a host's function.</summary>
    public const int Arguments = 32;

    /// <summary>The most expressions evaluated for one rendering, those in settings counted each time.</summary>
    public const int Evaluations = 10_000;

    /// <summary>What all functions of one rendering may read and make together, in bytes.</summary>
    public const int FunctionBytes = 16 * 1024 * 1024;
}
