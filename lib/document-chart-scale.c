/* The value axis of a chart: includes zero, with ticks at multiples of 1, 2 or 5, 10 or 20… */
#include "document-chart.h"

#include <math.h>

#define TICKS_MAX 6 /* steps in the span of the values */

static bool
is_whole(double number)
{
	return !(floor(number) < number);
}

/* The least step of 1, 2 or 5 times a power of ten with which TICKS_MAX steps cover the span; at least 1 if whole. */
static double
step_for(double span, bool whole)
{
	static const double steps[] = {1, 2, 5};
	const double enough = span / TICKS_MAX * (1 - 1e-9);
	double ten = pow(10, floor(log10(span / TICKS_MAX)));

	if (whole && ten < 1)
		return 1;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i] * ten >= enough)
			return steps[i] * ten;
	return 10 * ten;
}

struct scale
scale_of(const struct plot *plot)
{
	struct scale scale = {0};
	bool whole = true;

	for (size_t row = 0; row < plot->rows; row++)
		for (size_t i = 0; i < plot->chart->series_count; i++) {
			const struct cell *cell = plot_cell(plot, row, i);

			if (!cell_known(cell))
				continue;
			scale.low = fmin(scale.low, cell->number);
			scale.high = fmax(scale.high, cell->number);
			whole = whole && is_whole(cell->number);
		}
	if (!(scale.high > scale.low))
		scale.high = 1;
	scale.step = step_for(scale.high - scale.low, whole);
	scale.low = floor(scale.low / scale.step + 1e-9) * scale.step;
	scale.high = ceil(scale.high / scale.step - 1e-9) * scale.step;
	return scale;
}

size_t
scale_ticks(const struct scale *scale)
{
	return (size_t)lround((scale->high - scale->low) / scale->step) + 1;
}

double
scale_tick(const struct scale *scale, size_t i)
{
	return scale->low + (double)i * scale->step;
}

double
scale_share(const struct scale *scale, double value)
{
	return (value - scale->low) / (scale->high - scale->low);
}
