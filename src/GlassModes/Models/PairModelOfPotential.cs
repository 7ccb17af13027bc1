// A model made of one potential struct for each pair of species.

using GlassModes.Forces;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;
using GlassModes.Potentials;

namespace GlassModes.Models;

/// <summary>
/// The model of S species whose pairs interact by a table of S × S potentials. To make a model with your own potential, write a struct that
/// implements <see cref="IPairPotential"/> and pass its values to the constructor.
/// </summary>
/// <typeparam name="TPotential">The potential of one pair of species.</typeparam>
public sealed class PairModel<TPotential> : PairModel
    where TPotential : unmanaged, IPairPotential
{
    private readonly TPotential[] _potentials;

    /// <summary>Makes the model from copies of the arguments.</summary>
    /// <param name="name">Short name of the model, which labels results.</param>
    /// <param name="composition">Share of each of the S species in the particles. The shares sum to 1.</param>
    /// <param name="defaultDensity">Default number density ρ.</param>
    /// <param name="potentials">
    /// S × S potentials, row after row. The potential of species a and b is at index a S + b and at index b S + a.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The table does not have S × S potentials or is not symmetric in its cutoffs, the shares of the composition do not sum to 1, or the
    /// forms of a potential are not the same function: v' is not the slope of v, or a SIMD form is not the plain form.
    /// </exception>
    public PairModel(string name, IReadOnlyList<double> composition, double defaultDensity, ReadOnlySpan<TPotential> potentials)
        : base(name, [.. composition], defaultDensity)
    {
        int s = Composition.Count;
        if (potentials.Length != s * s)
        {
            throw new ArgumentException($"{s} species need {s * s} potentials; {potentials.Length} were given.", nameof(potentials));
        }

        if (Math.Abs(composition.Sum() - 1) > 1e-12)
        {
            throw new ArgumentException($"The composition sums to {composition.Sum()}, not to 1.", nameof(composition));
        }

        _potentials = potentials.ToArray();
        for (int a = 0; a < s; a++)
        {
            for (int b = 0; b < s; b++)
            {
                if (Cutoff(a, b) != Cutoff(b, a))
                {
                    throw new ArgumentException($"The cutoffs of species {a}, {b} and {b}, {a} differ.", nameof(potentials));
                }

                PotentialCheck.Require(Potential(a, b), $"species {a} and {b}", nameof(potentials));
            }
        }
    }

    /// <inheritdoc/>
    public override double MaximumCutoff => _potentials.Max(potential => potential.Cutoff);

    /// <inheritdoc/>
    public override double Cutoff(int a, int b) => Potential(a, b).Cutoff;

    /// <inheritdoc/>
    public override double Energy(int a, int b, double r) => r < Cutoff(a, b) ? Potential(a, b).Energy(r) : 0;

    /// <inheritdoc/>
    public override double Derivative(int a, int b, double r) => r < Cutoff(a, b) ? Potential(a, b).Derivative(r) : 0;

    /// <inheritdoc/>
    public override double SecondDerivative(int a, int b, double r) =>
        r < Cutoff(a, b) ? Potential(a, b).SecondDerivative(r) : 0;

    private protected override ForceField MakeForceField(
        PeriodicBox box, ReadOnlySpan<byte> species, double skin, SimdWidth width, ThreadTeam team) =>
        new PairForceField<TPotential>(box, species, _potentials, skin, width, team);

    private ref readonly TPotential Potential(int a, int b) => ref _potentials[(a * SpeciesCount) + b];
}
