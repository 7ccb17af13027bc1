// Reads a LAMMPS data file of atom style atomic: the header and the sections Atoms and Velocities. Other sections are passed over.

using System.Globalization;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>Reads the one frame of a LAMMPS data file. Image flags are checked but not used, so that positions are not unwrapped.</summary>
internal sealed class LammpsDataReader
{
    /// <summary>Beginning of a comment line with the exact box length, which is present if the bounds cannot give this length.</summary>
    public const string ExactLengthComment = "# exact box length ";

    private static readonly string[] IgnoredCounts =
    [
        "bonds", "angles", "dihedrals", "impropers", "bond types", "angle types", "dihedral types", "improper types",
        "ellipsoids", "lines", "triangles", "bodies",
    ];

    private static readonly HashSet<string> IgnoredSections =
    [
        "Masses", "Pair Coeffs", "PairIJ Coeffs", "Bond Coeffs", "Angle Coeffs", "Dihedral Coeffs", "Improper Coeffs",
        "Bonds", "Angles", "Dihedrals", "Impropers", "Ellipsoids", "Lines", "Triangles", "Bodies", "Atom Type Labels",
        "Bond Type Labels", "Angle Type Labels", "Dihedral Type Labels", "Improper Type Labels",
    ];

    private readonly LineReader _reader;
    private readonly double[] _low = [double.NaN, double.NaN, double.NaN];
    private readonly double[] _high = [double.NaN, double.NaN, double.NaN];
    private int? _count;
    private int? _types;
    private double? _exactLength;
    private PeriodicBox _box;
    private AtomTable? _atoms;
    private double[]? _velocities;

    private LammpsDataReader(LineReader reader) => _reader = reader;

    /// <summary>Reads the configuration. Returns null at the end of the file.</summary>
    public static Configuration? ReadFrame(LineReader reader)
    {
        reader.StripsComments = true;
        return reader.LineNumber > 0 ? null : new LammpsDataReader(reader).ReadConfiguration();
    }

    private Configuration ReadConfiguration()
    {
        _reader.Require("a title line");
        bool sectionFollows = ReadHeader();
        while (sectionFollows)
        {
            sectionFollows = ReadSection();
        }

        return _atoms?.ToConfiguration(_box, time: null, _velocities) ?? throw _reader.Ended("a section 'Atoms'");
    }

    // Returns whether a section follows. In this case the current line is the name of the section.
    private bool ReadHeader()
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
                return true;
            }
            else
            {
                ReadHeaderLine(words);
            }
        }

        return false;
    }

    private void ReadHeaderLine(string[] words)
    {
        switch (words)
        {
            case [string count, "atoms"] when _count is null:
                _count = AtomTable.ParseCount(_reader, count);
                break;
            case [string types, "atom", "types"] when _types is null:
                _types = int.TryParse(types, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                    && value is >= 1 and <= byte.MaxValue + 1
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
                foreach (string tilt in (ReadOnlySpan<string>)[xy, xz, yz])
                {
                    if (!Tokens.TryFinite(tilt, out double amount) || amount != 0)
                    {
                        throw _reader.Error("a cubic box", $"a triclinic one: {LineReader.Quote(_reader.Line)}");
                    }
                }

                break;
            case [_, _, _, "avec" or "bvec" or "cvec"] or [_, _, _, "abc", "origin"]:
                throw _reader.Error("a cubic box", $"a general triclinic one: {LineReader.Quote(_reader.Line)}");
            case [_, "extra", _, "per", "atom"]:
                break;
            default:
                if (!IgnoredCounts.Contains(string.Join(' ', words.Skip(1))))
                {
                    throw _reader.Error("a line of a LAMMPS data header or a section name");
                }

                break;
        }
    }

    private void ReadBounds(int axis, string low, string high)
    {
        if (!double.IsNaN(_low[axis]) || !Tokens.TryFinite(low, out _low[axis]) || !Tokens.TryFinite(high, out _high[axis]))
        {
            throw _reader.Error($"finite bounds '{"xyz"[axis]}lo {"xyz"[axis]}hi', stated once");
        }

        if (!_low.Any(double.IsNaN))
        {
            CubicBox.FromBounds(_reader, _low, _high);
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
            : Array.FindIndex(_low, double.IsNaN) is int axis and >= 0 ? $"the bounds '{"xyz"[axis]}lo {"xyz"[axis]}hi'"
            : null;
        if (missing is not null)
        {
            throw _reader.Error($"{missing} before the first section");
        }

        _box = CubicBox.FromBounds(_reader, _low, _high, _exactLength);
    }

    // Reads the section whose name is the current line. Returns whether another section follows.
    private bool ReadSection()
    {
        string name = string.Join(' ', Tokens.Split(_reader.Line));
        switch (name)
        {
            case "Atoms" when _atoms is null:
                ReadAtoms();
                break;
            case "Velocities" when _atoms is not null && _velocities is null:
                ReadVelocities(_atoms);
                break;
            case "Atoms" or "Velocities":
                throw _reader.Error("one section 'Atoms', then at most one 'Velocities'");
            default:
                if (!IgnoredSections.Contains(name))
                {
                    throw _reader.Error("a section of a LAMMPS data file or its end");
                }

                while (_reader.ReadNonBlank())
                {
                    if (char.IsAsciiLetter((char)_reader.Line.TrimStart((byte)' ')[0]))
                    {
                        return true;
                    }
                }

                return false;
        }

        return _reader.ReadNonBlank();
    }

    private void ReadAtoms()
    {
        string line = _reader.Text;
        int comment = line.IndexOf('#', StringComparison.Ordinal);
        string style = comment < 0 ? "atomic" : line[(comment + 1)..].Trim();
        if (style != "atomic")
        {
            throw _reader.Error("atom style 'atomic'", LineReader.Quote(style));
        }

        List<AtomColumn> columns =
        [
            new("id", ColumnRole.Id), new("type", ColumnRole.TypeNumber),
            new("x", ColumnRole.Position, 0), new("y", ColumnRole.Position, 1), new("z", ColumnRole.Position, 2),
        ];
        if (_reader.ReadNonBlank())
        {
            if (Tokens.Count(_reader.Line) == 8)
            {
                columns.AddRange([new("ix", ColumnRole.WholeNumber), new("iy", ColumnRole.WholeNumber), new("iz", ColumnRole.WholeNumber)]);
            }

            _reader.Unread();
        }

        _atoms = new AtomTable(_reader, columns, []) { DeclaredTypes = _types!.Value };
        _atoms.Read(_count!.Value);
    }

    private void ReadVelocities(AtomTable atoms)
    {
        if (_reader.ReadNonBlank())
        {
            _reader.Unread();
        }

        var table = new AtomTable(
            _reader,
            [
                new("id", ColumnRole.Id),
                new("vx", ColumnRole.Velocity, 0), new("vy", ColumnRole.Velocity, 1), new("vz", ColumnRole.Velocity, 2),
            ],
            []);
        int count = _count!.Value;
        table.Read(count);
        var rows = new Dictionary<int, int>(count);
        for (int row = 0; row < count; row++)
        {
            rows.Add(atoms.Ids[row], row);
        }

        double[] velocities = new double[3 * count];
        for (int k = 0; k < count; k++)
        {
            if (!rows.TryGetValue(table.Ids[k], out int row))
            {
                throw new ConfigurationFileException(
                    _reader.FilePath, table.FirstLine + k, "the id of an atom of section 'Atoms'", $"id {table.Ids[k]}");
            }

            table.Velocities.Slice(3 * k, 3).CopyTo(velocities.AsSpan(3 * row, 3));
        }

        _velocities = velocities;
    }
}
