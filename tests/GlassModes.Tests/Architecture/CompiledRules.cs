// Rules that are checked on one compiled assembly.

using System.Text.RegularExpressions;

namespace GlassModes.Tests.Architecture;

/// <summary>Rules on one compiled assembly. A rule returns one sentence for each violation.</summary>
internal static partial class CompiledRules
{
    /// <summary>Members that other assemblies can use and whose signature contains a pointer.</summary>
    public static IEnumerable<string> PublicPointers(CompiledAssembly assembly) =>
        assembly.Members
            .Where(member => member.IsVisibleOutside && member.HasPointer)
            .Select(member => $"{member.Type.FullName}.{member.Name} has a pointer");

    /// <summary>String constants with the number of a figure, such as "Fig. 3", "Figs. 3, 4" or "figure 3".</summary>
    public static IEnumerable<string> FigureNumbers(CompiledAssembly assembly) =>
        assembly.Texts
            .Where(text => FigureNumber().IsMatch(text.Text))
            .Select(text => $"{text.User.FullName}.{text.UserMember} says \"{text.Text}\"");

    /// <summary>String constants that equal one of the given words.</summary>
    public static IEnumerable<string> Words(CompiledAssembly assembly, IReadOnlyCollection<string> words) =>
        assembly.Texts
            .Where(text => words.Contains(text.Text))
            .Select(text => $"{text.User.FullName}.{text.UserMember} says \"{text.Text}\"");

    /// <summary>
    /// The members that no other assembly can see and that nothing in the given assemblies refers to. Overrides, constructors, constants,
    /// members with the name of an interface's method, and members that the compiler wrote are not listed. Recursion is no use.
    /// </summary>
    public static IEnumerable<string> UnusedHiddenMembers(IReadOnlyCollection<CompiledAssembly> assemblies)
    {
        HashSet<(CodeType, string)> used =
        [
            .. assemblies.SelectMany(assembly => assembly.References)
                .Where(reference => (reference.User, reference.UserMember) != (reference.Used, reference.UsedMember))
                .Select(reference => (reference.Used, reference.UsedMember)),
        ];
        CodeMember[] members = [.. assemblies.SelectMany(assembly => assembly.Members)];
        HashSet<string> interfaceMethods = [.. members.Where(member => member.IsOfInterface).Select(member => member.SimpleName)];
        return members
            .Where(member => !member.IsVisibleOutside && !member.IsVirtual && !member.IsConstant && !member.IsOfCompiler)
            .Where(member => !IsForRuntime(member) && !interfaceMethods.Contains(member.SimpleName))
            .Where(member => !used.Contains((member.Type, member.Name)))
            .Select(member => $"{member.Type.FullName}.{member.Name}");
    }

    /// <summary>The full names of the types that use an assembly. A nested type counts as its outermost type.</summary>
    public static IEnumerable<string> UsersOf(string used, CompiledAssembly assembly) =>
        assembly.References.Where(reference => reference.Used.Assembly == used).Select(reference => OutermostOf(reference.User)).Distinct();

    // Constructors, the value of an enumeration, and the entry point.
    private static bool IsForRuntime(CodeMember member) =>
        member.Name.StartsWith('.') || member.Name == "value__" || member.SimpleName == "Main";

    private static string OutermostOf(CodeType type) => type.FullName.Split('/')[0];

    [GeneratedRegex(@"\bfig(s|ure|ures)?\.?\s?\d", RegexOptions.IgnoreCase)]
    private static partial Regex FigureNumber();
}
