// Reads the header of a LAMMPS data file: title, numbers and the box.

using System.Globalization;
using System.Text.RegularExpressions;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>The header of a LAMMPS data file.</summary>
internal sealed partial class LammpsDataHeader
{
    // Beginning of a comment line with the box length, which earlier versions wrote where no bounds gave it.
    private const string ExactLengthComment = "# exact box length ";

    // Things that add forces or shapes, which no model here has.
    private static readonly string[] s_refused =
        ["bonds", "angles", "dihedrals", "impropers", "ellipsoids", "lines", "triangles", "bodies"];

    private static readonly string[] s_typesOfRefused = ["bond types", "angle types", "dihedral types", "improper types"];

    private readonly LineReader _reader;
    private readonly CubicBox.Bounds?[] _bounds = new CubicBox.Bounds?[3];
    private int? _count;
    private int? _types;
    private double? _exactLength;
    private (string[] Tilts, long Line, string Text)? _tilt;

    private LammpsDataHeader(LineReader reader) => _reader = reader;

    /// <summary>Number of atoms.</summary>
    public int Count => _count ?? 0;

    /// <summary>Number of atom types.</summary>
    public int Types => _types ?? 0;

    /// <summary>The box.</summary>
    public PeriodicBox Box { get; private set; }

    /// <summary>Whether a section follows. The current line is then its name.</summary>
    public bool HasSection { get; private set; }

    /// <summary>Facts in the title: the time step, if LAMMPS wrote the file.</summary>
    public Dictionary<string, string> Annotations { get; } = [];

    /// <summary>Reads from the first line to the name of the first section.</summary>
    public static LammpsDataHeader Read(LineReader reader)
    {
        LammpsDataHeader header = new(reader);
        header.ReadTitle();
        header.ReadLines();
        return header;
    }

    // LAMMPS writes the time step and the units into the title.
    private void ReadTitle()
    {
        _reader.Require("a title line");
        if (Units().Match(_reader.Text) is { Success: true } units)
        {
            // A title may speak of other units than those of LAMMPS.
            string name = units.Groups[2].Value.ToLowerInvariant();
            if (units.Groups[1].Value == "=" || LammpsUnits.IsOther(name))
            {
                LammpsUnits.RequireReduced(_reader, name);
            }
        }

        if (TimestepInTitle().Match(_reader.Text) is { Success: true } step)
        {
            Annotations[LammpsDumpReader.Timestep] = step.Groups[1].Value;
        }
    }

    private void ReadLines()
    {
        while (_reader.Read())
        {
            string[] words = Tokens.Split(_reader.Line);
            if (words.Length == 0)
            {
                ReadExactLength();
            }
            else if (char.IsAsciiLetter(words[0][0]))
            {
                FinishHeader();
                HasSection = true;
                return;
            }
            else
            {
                ReadLine(words);
            }
        }

        if (_count != 0)
        {
            throw _reader.Ended("a section 'Atoms'");
        }
    }

    private void ReadLine(string[] words)
    {
        switch (words)
        {
            case [string count, "atoms"] when _count is null:
                _count = AtomTable.ParseCount(_reader, count);
                break;
            case [string types, "atom", "types"] when _types is null:
                _types = int.TryParse(types, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                    && value is >= 0 and <= byte.MaxValue + 1
                    && (value > 0 || _count == 0)
                    ? value
                    : throw _reader.Error("a number of atom types from 1 to 256");
                break;
            case [string low, string high, "xlo", "xhi"]:
                ReadBounds(0, low, high);
                break;
            case [string low, string high, "ylo", "yhi"]:
                ReadBounds(1, low, high);
                break;
            case [string low, string high, "zlo", "zhi"]:
                ReadBounds(2, low, high);
                break;
            case [string xy, string xz, string yz, "xy", "xz", "yz"]:
                _tilt = ([xy, xz, yz], _reader.LineNumber, LineReader.Quote(_reader.Line));
                break;
            case [_, _, _, "avec" or "bvec" or "cvec"] or [_, _, _, "abc", "origin"]:
                throw _reader.Error("a cubic box", $"a general triclinic one: {LineReader.Quote(_reader.Line)}");
            case [_, "extra", _, "per", "atom"]:
                break;
            default:
                RequireKnown(words[0], string.Join(' ', words.Skip(1)));
                break;
        }
    }

    private void RequireKnown(string count, string what)
    {
        if (s_refused.Contains(what))
        {
            if (count != "0")
            {
                throw _reader.Error($"0 {what}: no model here has them", $"{LineReader.Quote(_reader.Line)}");
            }
        }
        else if (!s_typesOfRefused.Contains(what))
        {
            throw _reader.Error("a line of a LAMMPS data header or a section name");
        }
    }

    // The tilts may stand before the bounds, by which they are small or not.
    private void RequireNoTilt(double edge)
    {
        if (_tilt is (string[] tilts, long line, string text) && !Array.TrueForAll(
            tilts, tilt => Tokens.TryFinite(tilt, out double amount) && Math.Abs(amount) <= CubicBox.Tolerance * edge))
        {
            throw new ConfigurationFileException(_reader.FilePath, line, "a cubic box", $"a triclinic one: {text}");
        }
    }

    private void ReadBounds(int axis, string low, string high)
    {
        if (_bounds[axis] is not null || CubicBox.Bounds.Parse(low, high) is not { } bounds)
        {
            throw _reader.Error($"finite bounds '{"xyz"[axis]}lo {"xyz"[axis]}hi', stated once");
        }

        _bounds[axis] = bounds;
        if (_bounds is [{ } x, { } y, { } z])
        {
            CubicBox.FromBounds(_reader, [x, y, z]);
        }
    }

    private void ReadExactLength()
    {
        string line = _reader.Text;
        if (line.StartsWith(ExactLengthComment, StringComparison.Ordinal))
        {
            _exactLength = Tokens.TryFinite(line[ExactLengthComment.Length..].Trim(), out double length) && length > 0
                ? length
                : throw _reader.Error("a positive box length", LineReader.Quote(line));
        }
    }

    private void FinishHeader()
    {
        string? missing = _count is null ? "the number of atoms, 'N atoms',"
            : _types is null ? "the number of atom types, 'K atom types',"
            : Array.FindIndex(_bounds, bounds => bounds is null) is int axis and >= 0 ? $"the bounds '{"xyz"[axis]}lo {"xyz"[axis]}hi'"
            : null;
        if (missing is not null)
        {
            throw _reader.Error($"{missing} before the first section");
        }

        if (Types == 0 && Count > 0)
        {
            throw _reader.Error("a number of atom types from 1 to 256", "0 atom types");
        }

        RequireNoTilt(_bounds[0]!.Value.Edge);
        Box = CubicBox.FromBounds(_reader, [_bounds[0]!.Value, _bounds[1]!.Value, _bounds[2]!.Value], _exactLength);
    }

    [GeneratedRegex(@"\bunits\b\s*([=:]?)\s*(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Units();

    [GeneratedRegex(@"\btimestep\s*=\s*(-?\d+)")]
    private static partial Regex TimestepInTitle();
}
