using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Rendering;

/// <summary>
/// The language of the texts in configs and settings. A host may register another one: what it compiles is kept as long as the
/// config stays the same. It must be pure: no clock, no randomness and no settings but those that rendering is given.
/// </summary>
public interface ITemplateEngine
{
    /// <summary>Judges and compiles every text of a document. Names of properties are never templates.</summary>
    /// <param name="source">The document and what is known about its fields.</param>
    /// <param name="faults">Where to collect; a fault's field is the path of the text, its message names line and column in it.</param>
    /// <returns>The compiled document, or null when there is a fault.</returns>
    ITemplate? Compile(TemplateSource source, FaultList faults);
}
