// Tabulates the constants of the potential for every way in which two species can share a register.

using System.Runtime.CompilerServices;
using GlassModes.Numerics.Memory;
using GlassModes.Potentials;

namespace GlassModes.Forces;

/// <summary>
/// A block is one register of neighbours of one particle. Its first m lanes hold neighbours of species p, and the lanes after them hold
/// neighbours of species q. The first t lanes are used in all, and the lanes after them are padding. For each such pattern and each species
/// a of the particle, the table holds 1/r_c and the constants of the potential lane by lane. The kernel loads them as it loads any other
/// data. A padded lane has 1/r_c = ∞, so that no pair is within its cutoff. With many species the table would grow as S³. In this case a
/// block holds one species only.
/// </summary>
internal sealed unsafe class PatternTable : IDisposable
{
    private const int MostSpeciesToMix = 8;
    private readonly int _speciesCount;
    private readonly int _width;
    private readonly int _size;
    private readonly AlignedBuffer<double> _values;

    private PatternTable(int speciesCount, int width, int size)
    {
        _speciesCount = speciesCount;
        _width = width;
        _size = size;
        Mixes = speciesCount <= MostSpeciesToMix;
        long pairs = (long)speciesCount * speciesCount;
        long patterns = Mixes ? pairs * speciesCount * width * width : pairs * width;
        _values = new AlignedBuffer<double>(patterns * size);
    }

    /// <summary>Whether two species may share a block.</summary>
    public bool Mixes { get; }

    /// <summary>Address of the first value of the table. A pattern is an offset from this address, in doubles.</summary>
    public double* Address => _values.Address;

    /// <summary>Makes the table for S × S potentials and registers of <paramref name="width"/> doubles.</summary>
    public static PatternTable Create<TPotential>(ReadOnlySpan<TPotential> potentials, int speciesCount, int width)
        where TPotential : unmanaged, IPairPotential
    {
        int parameters = 1 + TPotential.ConstantCount;
        PatternTable table = new(speciesCount, width, parameters * width);
        double[] constants = new double[potentials.Length * parameters];
        for (int p = 0; p < potentials.Length; p++)
        {
            constants[p * parameters] = 1 / potentials[p].Cutoff;
            potentials[p].WriteConstants(constants.AsSpan((p * parameters) + 1, parameters - 1));
        }

        for (int a = 0; a < speciesCount; a++)
        {
            for (int p = 0; p < speciesCount; p++)
            {
                for (int used = 1; used <= width; used++)
                {
                    table.FillPattern(table.Uniform(a, p, used), constants, (a * speciesCount) + p, (a * speciesCount) + p, 0, used);
                    for (int q = 0; table.Mixes && q < speciesCount; q++)
                    {
                        for (int m = 1; m < used && q != p; m++)
                        {
                            table.FillPattern(
                                table.Mixed(a, p, q, m, used), constants, (a * speciesCount) + p, (a * speciesCount) + q, m, used);
                        }
                    }
                }
            }
        }

        return table;
    }

    /// <summary>The pattern of <paramref name="used"/> neighbours of species p around a particle of species a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Uniform(int a, int p, int used) =>
        Mixes ? Mixed(a, p, p, 0, used) : ((((a * _speciesCount) + p) * _width) + used - 1) * _size;

    /// <summary>
    /// The pattern of <paramref name="used"/> neighbours, the first <paramref name="m"/> of species p and the others of species q,
    /// around a particle of species a.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Mixed(int a, int p, int q, int m, int used) =>
        ((((((((a * _speciesCount) + p) * _speciesCount) + q) * _width) + m) * _width) + used - 1) * _size;

    /// <inheritdoc/>
    public void Dispose() => _values.Dispose();

    private void FillPattern(int pattern, double[] constants, int firstPair, int secondPair, int m, int used)
    {
        int parameters = _size / _width;
        Span<double> values = _values.Slice(pattern, _size);
        for (int k = 0; k < parameters; k++)
        {
            for (int lane = 0; lane < _width; lane++)
            {
                int pair = lane < m ? firstPair : secondPair;
                values[(k * _width) + lane] =
                    k == 0 && lane >= used ? double.PositiveInfinity : constants[(pair * parameters) + k];
            }
        }
    }
}
