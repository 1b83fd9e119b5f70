using System.Diagnostics.CodeAnalysis;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Interactions;

namespace InsideLabs.EventBus.Configuring;

/// <summary>The rules of ids and of texts for people. A field that was found faulty before is not judged again.</summary>
/// <param name="what">What has the fields, for messages: <c>An origin</c>.</param>
/// <param name="faults">Where to collect.</param>
internal sealed class FieldRules(string what, FaultList faults)
{
    /// <summary>The nil UUID means nothing to people, and "none" to many programs.</summary>
    public void CheckId(Guid? id)
    {
        if (id == Guid.Empty)
        {
            Refuse("id", "The nil UUID is no id: leave 'id' out to have one made.");
        }
    }

    /// <summary>A short name that others write to refer to it: what it holds must be visible.</summary>
    public void CheckMnemonic(string field, string? text, int maxLength)
    {
        if (CheckRequired(field, text, maxLength)
            && (text.Any(char.IsControl) || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])))
        {
            Refuse(field, $"'{FaultText.Show(text)}' has a control character, or white space at an end: a mnemonic is compared exactly and never trimmed.");
        }
    }

    /// <summary>A name for people, on one line.</summary>
    public void CheckName(string field, string? text, int maxLength)
    {
        if (CheckRequired(field, text, maxLength) && (text.Any(char.IsControl) || string.IsNullOrWhiteSpace(text)))
        {
            Refuse(field, $"'{field}' is blank or has a control character: it is a name for people, on one line.");
        }
    }

    /// <summary>A text for people, which may have many lines.</summary>
    public void CheckDescription(string? text)
    {
        const string Field = "description";
        if (text is not null && !faults.Names(Field))
        {
            CheckText(Field, text, minLength: 0, ReferenceItem.MaxDescriptionLength);
        }
    }

    private bool CheckRequired(string field, [NotNullWhen(true)] string? text, int maxLength)
    {
        if (faults.Names(field))
        {
            return false;
        }

        if (text is null)
        {
            faults.Add(field, ErrorCodes.FieldRequired, $"{what} needs '{field}'.");
            return false;
        }

        return CheckText(field, text, minLength: 1, maxLength);
    }

    private bool CheckText(string field, string text, int minLength, int maxLength)
    {
        if (text.Length < minLength || text.Length > maxLength)
        {
            Refuse(field, $"'{field}' has {text.Length} characters; it has {minLength} to {maxLength}.");
            return false;
        }

        if (!TextRules.IsWellFormed(text))
        {
            Refuse(field, $"'{field}' holds half of a surrogate pair or U+0000.");
            return false;
        }

        return true;
    }

    private void Refuse(string field, string message)
    {
        if (!faults.Names(field))
        {
            faults.Add(field, ErrorCodes.ParameterInvalid, message);
        }
    }
}
