using InsideLabs.EventBus.Sqlite.Connections;
using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Settings;

/// <summary>Changes a setting. The answer is the version of the settings with the change; null when no row changed.</summary>
internal sealed class SettingsUnit(SettingsVersion version, int weight, Func<SqliteSession, int> change) : WriteUnit<long?>
{
    public override int Weight => weight;

    public override void Execute(WriteScope scope)
    {
        Result = null;
        if (change(scope.Session) > 0)
        {
            var next = Counter.Read(scope.Session, Counter.SettingsVersion) + 1;
            Counter.Save(scope.Session, Counter.SettingsVersion, next);
            Result = next;
        }
    }

    public override void Apply() => version.Current = Result ?? version.Current;
}
