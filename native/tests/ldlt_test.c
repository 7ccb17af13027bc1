/* Factorisations through the C ABI: inertia against a spectrum known in closed form, solutions by their residual, refusals. */

#include <glassmodes_ldlt.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 400
#define SIZE 2

static int failures;

static void expect(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "not so: %s\n", what);
        failures++;
    }
}

/* A chain of ROWS sites: 2 on the diagonal and -1 beside it, in the first component as it is, in the second times 3. Its eigenvalues are
 * 2 - 2 cos(k pi / (ROWS + 1)) and three times those. */
static int64_t row_start[ROWS + 1];
static int32_t column[2 * ROWS];
static double values[2 * ROWS * SIZE * SIZE];

static void make_chain(void) {
    int64_t b = 0;
    for (int i = 0; i < ROWS; i++) {
        row_start[i] = b;
        for (int j = i; j < ROWS && j <= i + 1; j++, b++) {
            column[b] = j;
            double entry = i == j ? 2 : -1;
            memset(values + b * SIZE * SIZE, 0, SIZE * SIZE * sizeof(double));
            values[b * SIZE * SIZE] = entry;
            values[b * SIZE * SIZE + 3] = 3 * entry;
        }
    }
    row_start[ROWS] = b;
}

static int count_below(double shift) {
    int count = 0;
    for (int k = 1; k <= ROWS; k++) {
        double value = 2 - 2 * cos(k * acos(-1.0) / (ROWS + 1));
        count += (value < shift) + (3 * value < shift);
    }
    return count;
}

static double residual(double shift, const double *x, const double *b) {
    double largest = 0;
    for (int i = 0; i < ROWS; i++) {
        for (int c = 0; c < SIZE; c++) {
            double factor = c == 0 ? 1 : 3;
            double sum = (2 * factor - shift) * x[i * SIZE + c];
            sum -= i > 0 ? factor * x[(i - 1) * SIZE + c] : 0;
            sum -= i + 1 < ROWS ? factor * x[(i + 1) * SIZE + c] : 0;
            largest = fmax(largest, fabs(sum - b[i * SIZE + c]));
        }
    }
    return largest;
}

static void solve_at(gm_ldlt *ldlt, double shift, double tolerance) {
    gm_ldlt_report report;
    double right[3 * ROWS * SIZE], found[3 * ROWS * SIZE];
    for (int k = 0; k < 3 * ROWS * SIZE; k++) {
        right[k] = sin(1 + k * k % 1000);
    }
    memcpy(found, right, sizeof right);
    expect(gm_ldlt_solve(ldlt, 3, found, &report) == GM_LDLT_OK, "three vectors are solved for");
    for (int v = 0; v < 3; v++) {
        expect(residual(shift, found + v * ROWS * SIZE, right + v * ROWS * SIZE) < tolerance, "the residual is small");
    }
}

static void count_and_solve(int precision, int factors, const char *directory, double tolerance) {
    static const double shifts[] = {0.5, -1, 3.21, 100, 0.001};
    gm_ldlt *ldlt = NULL;
    gm_ldlt_report report;
    expect(gm_ldlt_create(precision, &ldlt) == GM_LDLT_OK, "a handle is made");
    expect(gm_ldlt_analyse(ldlt, ROWS, SIZE, row_start, column, factors, directory, &report) == GM_LDLT_OK, "the pattern is analysed");
    expect(report.estimated_entries >= 3 * ROWS && report.estimated_operations > 0, "the analysis foresees something");
    for (size_t k = 0; k < sizeof shifts / sizeof *shifts; k++) {
        expect(gm_ldlt_factorise(ldlt, values, shifts[k], 20, 0, &report) == GM_LDLT_OK, "a shift is factorised");
        expect(report.negative_pivots == count_below(shifts[k]), "as many negative pivots as eigenvalues below the shift");
        expect(report.null_pivots == 0, "no pivot is zero");
        if (factors != GM_LDLT_DISCARD) {
            solve_at(ldlt, shifts[k], tolerance);
        } else {
            double vector[ROWS * SIZE] = {0};
            expect(gm_ldlt_solve(ldlt, 1, vector, &report) == GM_LDLT_WRONG_ORDER, "discarded factors cannot be used");
        }
    }
    gm_ldlt_destroy(ldlt);
}

static void notice_a_null_pivot(void) {
    gm_ldlt *ldlt = NULL;
    gm_ldlt_report report;
    static double singular[2 * ROWS * SIZE * SIZE];
    memcpy(singular, values, sizeof singular);
    singular[0] = 1;
    singular[(2 * ROWS - 2) * SIZE * SIZE] = 1; /* free ends: the constant vector */
    gm_ldlt_create(GM_LDLT_DOUBLE, &ldlt);
    gm_ldlt_analyse(ldlt, ROWS, SIZE, row_start, column, GM_LDLT_KEEP, NULL, &report);
    expect(gm_ldlt_factorise(ldlt, singular, 0, 20, 0, &report) == GM_LDLT_OK, "a singular matrix is factorised");
    expect(report.null_pivots == 1 && report.negative_pivots == 0, "its null pivot is told");
    gm_ldlt_destroy(ldlt);
}

static void refuse(void) {
    gm_ldlt *ldlt = NULL;
    gm_ldlt_report report;
    int32_t wrong[2 * ROWS];
    expect(gm_ldlt_create(7, &ldlt) == GM_LDLT_INVALID_ARGUMENT && ldlt == NULL, "there is no precision 7");
    gm_ldlt_create(GM_LDLT_DOUBLE, &ldlt);
    expect(gm_ldlt_factorise(ldlt, values, 0, 0, 0, &report) == GM_LDLT_WRONG_ORDER, "no factorisation before the analysis");
    memcpy(wrong, column, sizeof wrong);
    wrong[1] = 0;
    expect(gm_ldlt_analyse(ldlt, ROWS, SIZE, row_start, wrong, GM_LDLT_KEEP, NULL, &report) == GM_LDLT_INVALID_ARGUMENT, "columns ascend");
    wrong[1] = ROWS;
    expect(gm_ldlt_analyse(ldlt, ROWS, SIZE, row_start, wrong, GM_LDLT_KEEP, NULL, &report) == GM_LDLT_INVALID_ARGUMENT, "and are inside");
    expect(gm_ldlt_analyse(ldlt, ROWS, SIZE, row_start, column, GM_LDLT_TO_DISK, NULL, &report) == GM_LDLT_INVALID_ARGUMENT, "where?");
    expect(gm_ldlt_analyse(ldlt, ROWS, SIZE, row_start, column, GM_LDLT_KEEP, NULL, &report) == GM_LDLT_OK, "the handle stays usable");
    expect(gm_ldlt_analyse(ldlt, ROWS, SIZE, row_start, column, GM_LDLT_KEEP, NULL, &report) == GM_LDLT_WRONG_ORDER, "once");
    expect(gm_ldlt_factorise(ldlt, values, NAN, 0, 0, &report) == GM_LDLT_INVALID_ARGUMENT, "a shift is a number");
    gm_ldlt_destroy(ldlt);
    gm_ldlt_destroy(NULL);
}

int main(void) {
    make_chain();
    count_and_solve(GM_LDLT_DOUBLE, GM_LDLT_KEEP, NULL, 1e-11);
    count_and_solve(GM_LDLT_SINGLE, GM_LDLT_KEEP, NULL, 1e-2);
    count_and_solve(GM_LDLT_DOUBLE, GM_LDLT_DISCARD, NULL, 0);
    count_and_solve(GM_LDLT_DOUBLE, GM_LDLT_TO_DISK, ".", 1e-11);
    notice_a_null_pivot();
    refuse();
    return failures == 0 ? 0 : 1;
}
