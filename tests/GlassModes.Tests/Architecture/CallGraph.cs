// Follows references from member to member through several assemblies.

namespace GlassModes.Tests.Architecture;

/// <summary>
/// The members that can run once certain members run. Where a type is named, an instance of the type may be made. Its static constructor,
/// its overrides and its implementations of interfaces therefore count as reachable. The graph may hold too many members rather than too
/// few.
/// </summary>
internal sealed class CallGraph
{
    private readonly HashSet<string> _assemblies;
    private readonly ILookup<CodeType, CodeMember> _members;
    private readonly ILookup<(CodeType Type, string Member), CodeReference> _references;
    private readonly HashSet<string> _interfaceMethods;

    public CallGraph(params CompiledAssembly[] assemblies)
    {
        _assemblies = [.. assemblies.Select(assembly => assembly.Name)];
        _members = assemblies.SelectMany(assembly => assembly.Members).ToLookup(member => member.Type);
        _references = assemblies.SelectMany(assembly => assembly.References).ToLookup(reference => (reference.User, reference.UserMember));
        IEnumerable<CodeMember> members = assemblies.SelectMany(assembly => assembly.Members);
        _interfaceMethods = [.. members.Where(member => member.IsOfInterface).Select(member => member.SimpleName)];
    }

    /// <summary>
    /// The shortest chain of references from a member of the first types to a sought type, with one step on each line. Null if there is no
    /// such chain.
    /// </summary>
    public string? FindPath(Func<CodeType, bool> isFirst, Func<CodeType, bool> isSought)
    {
        Dictionary<(CodeType Type, string Member), (CodeType Type, string Member)?> reachedFrom = [];
        Queue<(CodeType Type, string Member)> waiting = [];
        foreach (CodeMember member in _members.Where(type => isFirst(type.Key)).SelectMany(type => type))
        {
            Reach((member.Type, member.Name), null);
            Reach((member.Type, ""), null);
        }

        while (waiting.TryDequeue(out (CodeType Type, string Member) user))
        {
            foreach (CodeReference reference in _references[user])
            {
                (CodeType Type, string Member) used = (reference.Used, reference.UsedMember);
                Reach(used, user);
                if (isSought(used.Type))
                {
                    return PathTo(used);
                }
            }
        }

        return null;

        void Reach((CodeType Type, string Member) used, (CodeType Type, string Member)? user)
        {
            if (!reachedFrom.TryAdd(used, user) || !_assemblies.Contains(used.Type.Assembly))
            {
                return;
            }

            waiting.Enqueue(used);
            if (used.Member.Length > 0)
            {
                Reach((used.Type, ""), used);
                return;
            }

            foreach (CodeMember member in _members[used.Type].Where(MayRunUncalled))
            {
                Reach((member.Type, member.Name), used);
            }
        }

        string PathTo((CodeType Type, string Member) end)
        {
            List<string> steps = [];
            for ((CodeType Type, string Member)? at = end; at is { } step; at = reachedFrom[step])
            {
                steps.Insert(0, step.Member.Length > 0 ? $"{step.Type.FullName}.{step.Member}" : step.Type.FullName);
            }

            return string.Join("\n  ", steps);
        }
    }

    private bool MayRunUncalled(CodeMember member) =>
        member.IsMethod
        && !member.IsOfInterface
        && (member.IsVirtual
            || member.Name.StartsWith(".cctor", StringComparison.Ordinal)
            || _interfaceMethods.Contains(member.SimpleName));
}
