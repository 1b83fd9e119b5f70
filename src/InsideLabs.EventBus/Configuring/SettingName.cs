using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Configuring;

/// <summary>The grammar of the names that templates use: <c>{{global.name}}</c>, <c>{{secrets.name}}</c>.</summary>
internal static class SettingName
{
    private const int MaxLength = 128;

    public static bool IsValid(string name) =>
        name.Length is >= 1 and <= MaxLength && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    public static void Check(string field, string name, FaultList faults)
    {
        if (!IsValid(name))
        {
            faults.Add(
                field,
                ErrorCodes.ParameterInvalid,
                $"'{FaultText.Show(name)}' is no name that templates can use: take 1 to {MaxLength} of A-Z a-z 0-9 _ -.");
        }
    }
}
