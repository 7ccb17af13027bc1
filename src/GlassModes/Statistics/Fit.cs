// What a fit returns, whatever was fitted.

using System.Globalization;

namespace GlassModes.Statistics;

/// <summary>A parameter of a fit.</summary>
/// <param name="Name">Its symbol.</param>
/// <param name="Value">Its value.</param>
/// <param name="Error">Its standard error; NaN where the data do not give one, infinite where they leave it open.</param>
public sealed record FitParameter(string Name, double Value, double Error)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} = {new Estimate(Value, Error, 1)}";
}

/// <summary>The result of a fit.</summary>
/// <param name="Model">The function that was fitted.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="From">Smallest abscissa that was used.</param>
/// <param name="To">Largest abscissa that was used.</param>
/// <param name="Points">Data points that were used.</param>
/// <param name="ChiSquared">χ² = Σ ((y − f)/σ)²; without errors of the data the sum of squares of y − f; −2 ln of the likelihood where that was maximised.</param>
/// <param name="DegreesOfFreedom">Points less parameters.</param>
/// <param name="Probability">Of a worse agreement by chance; NaN without errors of the data.</param>
/// <param name="Trouble">Why the parameters are not to be trusted, null if they are: too few points, errors as large as the values, no minimum.</param>
public sealed record Fit(
    string Model,
    IReadOnlyList<FitParameter> Parameters,
    double From,
    double To,
    int Points,
    double ChiSquared,
    int DegreesOfFreedom,
    double Probability,
    string? Trouble = null)
{
    /// <summary>Whether the data constrain the parameters.</summary>
    public bool IsConstrained => Trouble is null;

    /// <summary>χ² per degree of freedom; NaN without any.</summary>
    public double ReducedChiSquared => DegreesOfFreedom > 0 ? ChiSquared / DegreesOfFreedom : double.NaN;

    /// <summary>The value of a parameter.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public FitParameter this[string name] => Parameters.FirstOrDefault(parameter => parameter.Name == name)
        ?? throw new ArgumentException($"{Model} has no parameter {name}; it has {string.Join(", ", Parameters.Select(parameter => parameter.Name))}.", nameof(name));

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Model}, {From:g4} to {To:g4}, {Points} points: {string.Join(", ", Parameters)}{(Trouble is null ? "" : $" ({Trouble})")}");

    /// <summary>A fit that could not be made.</summary>
    internal static Fit Impossible(string model, IReadOnlyList<string> names, double from, double to, int points, string why) => new(
        model, [.. names.Select(name => new FitParameter(name, double.NaN, double.NaN))], from, to, points, double.NaN, points - names.Count, double.NaN, why);
}

/// <summary>A datum with its error.</summary>
/// <param name="X">Abscissa.</param>
/// <param name="Y">Ordinate.</param>
/// <param name="Error">Standard error σ of y; NaN where it is unknown.</param>
public readonly record struct DataPoint(double X, double Y, double Error)
{
    /// <summary>Whether its error is known: 1/σ² is a weight.</summary>
    internal bool HasError => Error > 0 && double.IsFinite(Error);
}
