// The force field of libglassmodes, the C++ twin of ForceField.

using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Native;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Comparison;

/// <summary>The potentials that libglassmodes knows.</summary>
public enum NativePotential
{
    /// <summary>Lennard-Jones with energy and force shifted to zero at the cutoff (Shimada et al. 2024, Eqs. 2 and 3).</summary>
    ForceShiftedLennardJones = (int)gm_potential.GM_FORCE_SHIFTED_LENNARD_JONES,

    /// <summary>Harmonic spheres (Shimada et al. 2024, Eq. E1); the cutoff is σ.</summary>
    Harmonic = (int)gm_potential.GM_HARMONIC,
}

/// <summary>
/// The same algorithm as <see cref="ForceField"/>, written in C++ with intrinsics and compiled ahead of time. The managed kernels are
/// compared with this force field. It works on one thread and is not thread-safe. An evaluation builds the neighbour list anew when a
/// particle has moved more than half the skin.
/// </summary>
public sealed unsafe class NativeForceField : IDisposable
{
    private readonly ForceFieldHandle _handle;

    private NativeForceField(ForceFieldHandle handle, int count)
    {
        _handle = handle;
        Count = count;
    }

    /// <summary>Number of particles N.</summary>
    public int Count { get; }

    /// <summary>The register width of the kernel in use.</summary>
    /// <exception cref="ObjectDisposedException">The force field has been disposed of.</exception>
    public SimdWidth Width
    {
        get
        {
            using NativeHandle.Loan loan = _handle.Borrow();
            return (SimdWidth)LibGlassModes.gm_force_field_width((gm_force_field*)loan.Pointer);
        }
    }

    /// <summary>Number of neighbour lists built so far.</summary>
    /// <exception cref="ObjectDisposedException">The force field has been disposed of.</exception>
    public long ListBuilds
    {
        get
        {
            using NativeHandle.Loan loan = _handle.Borrow();
            return LibGlassModes.gm_force_field_list_builds((gm_force_field*)loan.Pointer);
        }
    }

    /// <summary>Makes the force field of one system.</summary>
    /// <param name="box">The box, at least twice the largest cutoff wide.</param>
    /// <param name="species">N species indices.</param>
    /// <param name="potential">The form of the potential.</param>
    /// <param name="parameters">ε, σ and r_c of S × S pairs of species, row after row, symmetric and positive.</param>
    /// <param name="skin">Distance by which the neighbour list reaches beyond the cutoff.</param>
    /// <param name="maximumWidth">
    /// The widest kernel to use, if this processor has it; null means the widest kernel that this processor has.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A parameter is not positive, the table is not square and symmetric, or a species is unknown.
    /// </exception>
    /// <exception cref="ModelMismatchException">The box is too small.</exception>
    /// <exception cref="NativeLibraryException">libglassmodes is missing.</exception>
    public static NativeForceField Create(
        PeriodicBox box,
        ReadOnlySpan<byte> species,
        NativePotential potential,
        ReadOnlySpan<PairParameters> parameters,
        double skin = PairModel.DefaultSkin,
        SimdWidth? maximumWidth = null)
    {
        int speciesCount = (int)Math.Round(Math.Sqrt(parameters.Length));
        Ensure.Length(parameters.Length, speciesCount * speciesCount, nameof(parameters));
        gm_force_field* field = null;
        fixed (byte* s = species)
        fixed (PairParameters* p = parameters)
        {
            Ensure.Success(
                LibGlassModes.gm_force_field_create(
                    species.Length, s, speciesCount, box.Length, (int)potential, (double*)p, skin, Ensure.Width(maximumWidth), &field),
                "making a force field");
        }

        return new NativeForceField(new ForceFieldHandle(field), species.Length);
    }

    /// <summary>The force field of <see cref="KobAndersen.ForceShifted"/>.</summary>
    /// <param name="box">The box, at least twice the largest cutoff wide.</param>
    /// <param name="species">N species indices, 0 = A and 1 = B.</param>
    /// <param name="skin">Distance by which the neighbour list reaches beyond the cutoff.</param>
    /// <param name="maximumWidth">
    /// The widest kernel to use, if this processor has it; null means the widest kernel that this processor has.
    /// </param>
    /// <param name="cutoff">r_c,ab/σ_ab.</param>
    /// <inheritdoc cref="Create"/>
    public static NativeForceField OfKobAndersen(
        PeriodicBox box,
        ReadOnlySpan<byte> species,
        double skin = PairModel.DefaultSkin,
        SimdWidth? maximumWidth = null,
        double cutoff = KobAndersen.Cutoff) =>
        Create(box, species, NativePotential.ForceShiftedLennardJones, KobAndersen.Parameters(cutoff), skin, maximumWidth);

    /// <summary>The force field of <see cref="HarmonicSpheres"/>.</summary>
    /// <inheritdoc cref="Create"/>
    public static NativeForceField OfHarmonicSpheres(
        PeriodicBox box, ReadOnlySpan<byte> species, double skin = PairModel.DefaultSkin, SimdWidth? maximumWidth = null) =>
        Create(box, species, NativePotential.Harmonic, HarmonicSpheres.Parameters(), skin, maximumWidth);

    /// <summary>Computes the forces, the energy and the virial at the given positions.</summary>
    /// <param name="positions">3N coordinates, wrapped or not.</param>
    /// <param name="forces">Receives 3N force components.</param>
    /// <returns>Energy and virial. If a position is not finite, both and all forces are NaN.</returns>
    /// <exception cref="ArgumentException">A span does not hold 3N values.</exception>
    /// <exception cref="InsufficientMemoryException">The neighbour list does not fit into memory.</exception>
    /// <exception cref="ObjectDisposedException">The force field has been disposed of.</exception>
    public ForceSummary Compute(ReadOnlySpan<double> positions, Span<double> forces)
    {
        double energy;
        double virial;
        EvaluateForces(positions, forces, &energy, &virial);
        return new ForceSummary(energy, virial);
    }

    /// <summary>Computes the forces alone. They are those of <see cref="Compute"/> to the last bit.</summary>
    /// <inheritdoc cref="Compute"/>
    public void ComputeForces(ReadOnlySpan<double> positions, Span<double> forces) => EvaluateForces(positions, forces, null, null);

    /// <summary>Builds the neighbour list now, however little the particles have moved.</summary>
    /// <param name="positions">3N coordinates, wrapped or not.</param>
    /// <exception cref="ArgumentException">The span does not hold 3N values.</exception>
    /// <exception cref="InsufficientMemoryException">The neighbour list does not fit into memory.</exception>
    /// <exception cref="ObjectDisposedException">The force field has been disposed of.</exception>
    public void BuildList(ReadOnlySpan<double> positions)
    {
        Ensure.Length(positions.Length, 3 * Count, nameof(positions));
        using NativeHandle.Loan loan = _handle.Borrow();
        fixed (double* p = positions)
        {
            Ensure.Success(LibGlassModes.gm_force_field_build_list((gm_force_field*)loan.Pointer, p), "building a neighbour list");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private void EvaluateForces(ReadOnlySpan<double> positions, Span<double> forces, double* energy, double* virial)
    {
        Ensure.Length(positions.Length, 3 * Count, nameof(positions));
        Ensure.Length(forces.Length, 3 * Count, nameof(forces));
        using NativeHandle.Loan loan = _handle.Borrow();
        fixed (double* p = positions, f = forces)
        {
            Ensure.Success(
                LibGlassModes.gm_force_field_compute((gm_force_field*)loan.Pointer, p, f, energy, virial), "a force evaluation");
        }
    }
}
