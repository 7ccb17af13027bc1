// The rule that imports go one way among the rooms (namespaces) of one assembly.

namespace GlassModes.Tests.Architecture;

/// <summary>
/// The rooms of an assembly, the lowest first. A room may use itself and the rooms before it. A namespace inside a room belongs to that
/// room, unless the order names the namespace as a room.
/// </summary>
/// <param name="Root">The namespace to which the names of rooms are relative.</param>
/// <param name="Rooms">The names of the rooms, the lowest first. A name that begins with "GlassModes" is a whole namespace.</param>
internal sealed record RoomOrder(string Root, params string[] Rooms)
{
    private readonly string[] _namespaces =
        [.. Rooms.Select(room => room.StartsWith("GlassModes", StringComparison.Ordinal) ? room : $"{Root}.{room}")];

    /// <summary>The position of the type's room in the order, or −1 if no room holds the type's namespace.</summary>
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

    /// <summary>One sentence for each type without a room, and one for each use of a higher room.</summary>
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
