// Encloses a root between two points of opposite sign and narrows this bracket by interpolation.

namespace GlassModes.Quench;

/// <summary>
/// Holds a bracket of the root of a function that is positive at the low end and not positive at the high end, and proposes where to
/// evaluate the function next. The proposal is inverse quadratic interpolation through both ends and the end that was replaced last. The
/// proposal is regula falsi while no end has been replaced, or where the value at the replaced end is not finite. The proposal is the
/// middle where the value at an end is not finite, and where two proposals in a row have not halved the bracket (after Brent, Comput. J.
/// 14, 422, 1971).
/// </summary>
internal struct RootBracket(double low, double valueAtLow, double high, double valueAtHigh)
{
    private double _low = low;
    private double _valueAtLow = valueAtLow;
    private double _high = high;
    private double _valueAtHigh = valueAtHigh;
    private double _third = double.NaN;
    private double _valueAtThird = double.NaN;
    private double _width = high - low;

    // Proposals in a row that have not halved the bracket.
    private int _slowProposals;

    /// <summary>Whether no floating-point number is left between the ends.</summary>
    public readonly bool IsExhausted => !(0.5 * (_low + _high) > _low && 0.5 * (_low + _high) < _high);

    /// <summary>Proposes where to evaluate the function next, strictly between the ends.</summary>
    public readonly double Next()
    {
        double middle = 0.5 * (_low + _high);
        double guess = _slowProposals >= 2 || !double.IsFinite(_valueAtLow) || !double.IsFinite(_valueAtHigh) ? middle
            : double.IsFinite(_valueAtThird) && _valueAtThird != _valueAtLow && _valueAtThird != _valueAtHigh ? InterpolateQuadratically()
            : ((_low * _valueAtHigh) - (_high * _valueAtLow)) / (_valueAtHigh - _valueAtLow);
        return guess > _low && guess < _high ? guess : middle;
    }

    /// <summary>Replaces an end by a point inside the bracket, according to the sign of the function at this point.</summary>
    public void Add(double position, double value)
    {
        if (value > 0)
        {
            (_third, _valueAtThird, _low, _valueAtLow) = (_low, _valueAtLow, position, value);
        }
        else
        {
            (_third, _valueAtThird, _high, _valueAtHigh) = (_high, _valueAtHigh, position, value);
        }

        _slowProposals = _high - _low > 0.5 * _width ? _slowProposals + 1 : 0;
        _width = _high - _low;
    }

    // Lagrange's parabola through three points gives the position as a function of the value. The root is the position at value 0.
    private readonly double InterpolateQuadratically()
    {
        double a = _valueAtLow;
        double b = _valueAtHigh;
        double c = _valueAtThird;
        return (_low * b * c / ((a - b) * (a - c))) + (_high * a * c / ((b - a) * (b - c))) + (_third * a * b / ((c - a) * (c - b)));
    }
}
