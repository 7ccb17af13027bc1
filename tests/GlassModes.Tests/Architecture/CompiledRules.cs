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

    /// <summary>The full names of the types that use an assembly. A nested type counts as its outermost type.</summary>
    public static IEnumerable<string> UsersOf(string used, CompiledAssembly assembly) =>
        assembly.References.Where(reference => reference.Used.Assembly == used).Select(reference => OutermostOf(reference.User)).Distinct();

    private static string OutermostOf(CodeType type) => type.FullName.Split('/')[0];

    [GeneratedRegex(@"\bfig(s|ure|ures)?\.?\s?\d", RegexOptions.IgnoreCase)]
    private static partial Regex FigureNumber();
}
