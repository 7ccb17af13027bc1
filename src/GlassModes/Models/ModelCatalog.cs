// The models that have a name on the command line.

namespace GlassModes.Models;

/// <summary>A model of the catalog.</summary>
/// <param name="Model">The model as in the paper.</param>
/// <param name="WithCutoff">Makes the model with another cutoff, in units of σ_ab; null if the cutoff cannot be chosen.</param>
public sealed record CatalogedModel(PairModel Model, Func<double, PairModel>? WithCutoff = null);

/// <summary>Makes a model from its name and the parameters that can be chosen.</summary>
public static class ModelCatalog
{
    /// <summary>All models that have a name.</summary>
    public static IReadOnlyList<CatalogedModel> Models { get; } =
        [new(KobAndersen.ForceShifted(), KobAndersen.ForceShifted), new(HarmonicSpheres.Create())];

    /// <summary>The names of all <see cref="Models"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Models.Select(entry => entry.Model.Name)];

    /// <summary>Makes the model of a given name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="cutoff">Cutoff in units of σ_ab; null for the cutoff of the paper.</param>
    /// <exception cref="InputException">
    /// There is no such model, its cutoff cannot be chosen, or the potential cannot be computed with this cutoff.
    /// </exception>
    public static PairModel Create(string name, double? cutoff = null)
    {
        CatalogedModel cataloged = Models.FirstOrDefault(entry => entry.Model.Name == name)
            ?? throw new InputException(
                $"There is no model '{name}'; known are {string.Join(" and ", Names)}.");
        if (cutoff is not { } chosen)
        {
            return cataloged.Model;
        }

        if (cataloged.WithCutoff is null)
        {
            throw new InputException($"The model {name} has no cutoff to choose: the potential itself ends at the range of its pairs.");
        }

        if (!(chosen > 0) || !double.IsFinite(chosen))
        {
            throw new InputException(
                FormattableString.Invariant($"The cutoff of the model {name} must be positive and finite, but is {chosen}."));
        }

        try
        {
            return cataloged.WithCutoff(chosen);
        }
        catch (ArgumentException problem)
        {
            // So far out or so far in, the potential is not a number, or its derivatives are lost in its rounding.
            throw new InputException(
                FormattableString.Invariant(
                    $"The model {name} cannot be computed with a cutoff of {chosen}; its own is {cataloged.Model.MaximumCutoff}."),
                problem);
        }
    }
}
