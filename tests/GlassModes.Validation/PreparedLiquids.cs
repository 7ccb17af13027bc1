// The liquids at T = 2 of the quench and hand-over tests. The library prepares them once for all tests.

using GlassModes.Dynamics;
using GlassModes.Models;

namespace GlassModes.Validation;

/// <summary>Samples of eight independent chains of <see cref="Liquid.Equilibrate"/>, N = 1000, T = 2.0.</summary>
internal static class PreparedLiquids
{
    public const int Chains = 8;

    /// <summary>Δt, the library's default.</summary>
    public static readonly EquilibrationProtocol Protocol = new(CanonicalTime: 200, MicrocanonicalTime: 20, Interval: 0.5);

    private static readonly Lazy<LiquidSample[][]> Prepared = new(() => Samples.Run(Chains, chain =>
        Liquid.Equilibrate(
            KobAndersen.ForceShifted(), 1000, KobAndersen.Density, 2.0, samples: 160, seed: 5, chain: chain,
            protocol: Protocol).ToArray()));

    /// <summary>An array of samples for each chain. Successive samples are t = 0.5 apart.</summary>
    public static LiquidSample[][] All => Prepared.Value;
}
