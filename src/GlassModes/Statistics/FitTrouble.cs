// The reasons not to trust the parameters of a fit. Each reason is a type that holds the numbers of the reason.

namespace GlassModes.Statistics;

/// <summary>The reason why the parameters of a fit are not to be trusted. <see cref="ToString"/> says the reason in words.</summary>
public abstract record FitTrouble
{
    private FitTrouble()
    {
    }

    /// <summary>The reason in words, without a full stop.</summary>
    public sealed override string ToString() => Sentence;

    /// <summary>The reason in words.</summary>
    protected abstract string Sentence { get; }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>The range holds too few points.</summary>
    /// <param name="Fewest">The number of points that the fit needs.</param>
    /// <param name="From">The lower end of the range.</param>
    /// <param name="To">The upper end of the range.</param>
    /// <param name="NeedsErrors">Whether points without an error do not count, because other points have an error.</param>
    public sealed record TooFewPoints(int Fewest, double From, double To, bool NeedsErrors) : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence =>
            Invariant($"fewer than {Fewest} points{(NeedsErrors ? " with errors" : "")} between {From:g4} and {To:g4}");
    }

    /// <summary>A line cannot be fitted, because there are no two points at different abscissas.</summary>
    /// <param name="NeedsErrors">Whether points without an error do not count, because other points have an error.</param>
    public sealed record OneAbscissa(bool NeedsErrors) : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence =>
            $"two points at different abscissas are needed{(NeedsErrors ? ", with errors as other points have them" : "")}";
    }

    /// <summary>There are as many parameters as points.</summary>
    public sealed record NoDegreeOfFreedom : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence => "no more points than parameters";
    }

    /// <summary>The error of an exponent is half of its value or more.</summary>
    public sealed record UnknownExponent : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence => "the exponent is not known to half its value";
    }

    /// <summary>The jackknife over samples gives no error.</summary>
    public sealed record NoErrorOverSamples : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence => "no error over samples: there are too few samples, or the fit depends on some of them alone";
    }

    /// <summary>1/ξ² may be zero, so that the length ξ has a lower bound only.</summary>
    /// <param name="Errors">The number of standard errors within which 1/ξ² is zero.</param>
    /// <param name="LowerBound">The smallest ξ that the data allow.</param>
    public sealed record LengthWithoutUpperBound(double Errors, double LowerBound) : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence => Invariant($"1/xi^2 is zero within {Errors:g3} errors: xi is at least {LowerBound:g3}");
    }

    /// <summary>The function does not describe the data.</summary>
    /// <param name="Probability">The probability of a worse agreement by chance.</param>
    public sealed record PoorFit(double Probability) : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence => Invariant($"the function does not fit: a probability of {Probability:g2}");
    }

    /// <summary>There is no range of abscissas over which the function describes the data.</summary>
    public sealed record NoRange : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence => "no range fits well";
    }

    /// <summary>There are too few values below a limit.</summary>
    /// <param name="Fewest">The number of values that the fit needs.</param>
    /// <param name="Limit">The limit.</param>
    public sealed record TooFewValuesBelow(int Fewest, double Limit) : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence => Invariant($"fewer than {Fewest} values below {Limit:g6}");
    }

    /// <summary>There are too few positive values.</summary>
    /// <param name="Fewest">The number of values that the fit needs.</param>
    public sealed record TooFewPositiveValues(int Fewest) : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence => Invariant($"fewer than {Fewest} positive values");
    }

    /// <summary>Values that are not positive were left out.</summary>
    /// <param name="Count">The number of these values.</param>
    public sealed record ValuesLeftOut(int Count) : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence => Invariant($"{Count} values are not positive and were left out");
    }

    /// <summary>The likelihood has no maximum.</summary>
    public sealed record NoMaximum : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence => "the likelihood has no maximum";
    }

    /// <summary>All values are from one group of samples, so that there is no error over samples.</summary>
    public sealed record OneGroupOfSamples : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence => "values from one group of samples only: no error";
    }

    /// <summary>There are too few values to choose where an exponential tail begins. The fit covers the values below the median.</summary>
    /// <param name="Fewest">The number of values that the choice needs.</param>
    public sealed record TooFewValuesForALimit(int Fewest) : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence => $"fewer than {Fewest} values below any limit that could be chosen: below the median";
    }

    /// <summary>
    /// The values are not exponential below any of the limits. The fit covers the values below the lowest limit that was tried.
    /// </summary>
    public sealed record NotExponential : FitTrouble
    {
        /// <inheritdoc/>
        protected override string Sentence => "exponential below no limit: below the lowest that was tried";
    }
}
