// The rule that imports go one way among the rooms (namespaces) of one assembly.

namespace GlassModes.Tests.Architecture;

/// <summary>
/// The rooms of an assembly, from below: a room may use itself and the rooms named before it. A namespace below a room belongs to that
/// room, unless it is named as a room itself.
/// </summary>
/// <param name="Root">The namespace that the names of rooms are relative to.</param>
/// <param name="Rooms">The rooms from below; a name that begins with "GlassModes" is a whole namespace.</param>
internal sealed record RoomOrder(string Root, params string[] Rooms)
{
    private readonly string[] _namespaces =
        [.. Rooms.Select(room => room.StartsWith("GlassModes", StringComparison.Ordinal) ? room : $"{Root}.{room}")];

    /// <summary>The position of the type's room from below; −1 when no room is named for its namespace.</summary>
    public int IndexOf(CodeType type)
    {
        int found = -1;
        for (int k = 0; k < _namespaces.Length; k++)
        {
            bool isInside = type.Namespace == _namespaces[k]
                || (_namespaces[k] != "GlassModes" && type.Namespace.StartsWith($"{_namespaces[k]}.", StringComparison.Ordinal));
            if (isInside && (found < 0 || _namespaces[k].Length > _namespaces[found].Length))
            {
                found = k;
            }
        }

        return found;
    }

    /// <summary>A sentence for each type without a room, and for each use of a room above.</summary>
    public IReadOnlyList<string> Violations(CompiledAssembly assembly)
    {
        SortedSet<string> violations = new(StringComparer.Ordinal);
        IEnumerable<CodeType> types = assembly.Members.Select(member => member.Type).Distinct();
        foreach (CodeType type in types.Where(type => !type.IsOutsideTheSource && IndexOf(type) < 0))
        {
            violations.Add($"{type.FullName} is in a room that the order does not name");
        }

        foreach (CodeReference reference in assembly.References.Where(reference => reference.Used.Assembly == assembly.Name))
        {
            (int user, int used) = (IndexOf(reference.User), IndexOf(reference.Used));
            if (user >= 0 && used > user)
            {
                violations.Add($"{reference.User.FullName} ({Rooms[user]}) uses {reference.Used.FullName} ({Rooms[used]})");
            }
        }

        return [.. violations];
    }
}
