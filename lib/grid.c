#include "grid.h"

#include "text.h"

#define HANG 2     /* indent of the further lines of a wrapped cell */
#define NARROWER 6 /* last resort: width to which columns are cut if their least is too much */

/* Appends a cell padded to width columns, or cut with an ellipsis if it is longer. */
static void
add_cell(const struct grid *grid, struct buf *out, struct str text, size_t width, bool right)
{
	size_t has = text_width(text), blanks = has < width ? width - has : 0;

	if (right)
		buf_repeat(out, ' ', blanks);
	if (has > width) {
		size_t room = width - text_width(str_of(grid->ellipsis));
		struct str kept = {text.p, text_prefix(text, room)};

		buf_str(out, kept);
		buf_puts(out, grid->ellipsis);
		blanks = room - text_width(kept);
	} else {
		buf_str(out, text);
	}
	if (!right)
		buf_repeat(out, ' ', blanks);
}

/* The width of the grid if every column is cut to its least. */
static size_t
least_width(const struct grid *grid, const size_t *widths)
{
	size_t total = 0;

	for (size_t i = 0; i < grid->column_count; i++) {
		size_t least = grid->columns[i].least;

		if (widths[i] != GRID_LEFT_OUT)
			total += GRID_GAP + (least > 0 && widths[i] > least ? least : widths[i]);
	}
	return total < GRID_GAP ? 0 : total - GRID_GAP;
}

size_t
grid_width(const struct grid *grid, const size_t *widths)
{
	size_t total = 0;

	for (size_t i = 0; i < grid->column_count; i++)
		if (widths[i] != GRID_LEFT_OUT)
			total += GRID_GAP + widths[i];
	return total < GRID_GAP ? 0 : total - GRID_GAP;
}

/* Leaves out the least needed column; false if none may be left out. */
static bool
leave_out(const struct grid *grid, size_t *widths)
{
	size_t first = grid->column_count;

	for (size_t i = 0; i < grid->column_count; i++)
		if (widths[i] != GRID_LEFT_OUT && grid->columns[i].keep > 0 &&
		    (first == grid->column_count ||
		     grid->columns[i].keep <= grid->columns[first].keep))
			first = i;
	if (first == grid->column_count)
		return false;
	widths[first] = GRID_LEFT_OUT;
	return true;
}

/* The width to which a column may be narrowed: its least or most; text that is wrapped can still be read at its least. */
static size_t
narrowest(const struct grid_column *column, size_t most)
{
	return column->wrapped || column->least < most ? column->least : most;
}

/*
 * Narrows the widest column that may be cut, a step at a time, until the grid fits or no column is wider than its least
 * or most, whichever is smaller.
 */
static void
squeeze(const struct grid *grid, size_t *widths, size_t most)
{
	size_t total = grid_width(grid, widths);

	while (total > grid->width) {
		size_t widest = grid->column_count;

		for (size_t i = 0; i < grid->column_count; i++) {
			if (grid->columns[i].least == 0 || widths[i] == GRID_LEFT_OUT ||
			    widths[i] <= narrowest(&grid->columns[i], most))
				continue;
			if (widest == grid->column_count || widths[i] > widths[widest])
				widest = i;
		}
		if (widest == grid->column_count)
			break;
		widths[widest]--;
		total--;
	}
}

size_t *
grid_fit(const struct grid *grid, struct arena *arena)
{
	size_t *widths = arena_array(arena, grid->column_count, sizeof(*widths));
	struct buf text = {0};

	for (size_t i = 0; i < grid->column_count; i++) {
		if (grid->header)
			widths[i] = text_width(grid->columns[i].heading);
		for (size_t r = 0; r < grid->row_count; r++) {
			size_t width;

			buf_clear(&text);
			grid->cell(grid->context, r, i, &text);
			width = text_width(buf_all(&text));
			if (width > widths[i])
				widths[i] = width;
		}
	}
	buf_free(&text);
	if (grid->width == 0)
		return widths;
	while (least_width(grid, widths) > grid->width && leave_out(grid, widths))
		;
	squeeze(grid, widths, GRID_LEFT_OUT);
	squeeze(grid, widths, NARROWER);
	return widths;
}

/* Removes the trailing spaces of a line that starts at begin. */
static void
end_line(struct buf *out, size_t begin)
{
	while (out->n > begin && out->p[out->n - 1] == ' ')
		out->n--;
}

void
grid_add_header(const struct grid *grid, const size_t *widths, bool bold, struct buf *out)
{
	size_t begin;

	buf_puts(out, bold ? "\033[1m" : "");
	begin = out->n;
	buf_repeat(out, ' ', grid->indent);
	for (size_t i = 0; i < grid->column_count; i++) {
		if (widths[i] == GRID_LEFT_OUT)
			continue;
		add_cell(grid, out, grid->columns[i].heading, widths[i], grid->columns[i].right);
		buf_repeat(out, ' ', GRID_GAP);
	}
	end_line(out, begin);
	buf_puts(out, bold ? "\033[0m\n" : "\n");
}

/* Finds the number-th line of a cell's text; false if it has fewer lines. */
static bool
cell_line(const struct grid_column *column, size_t width, struct str text, size_t number,
	  struct str *line)
{
	bool there = false;

	*line = text;
	if (!column->wrapped || text_width(text) <= width)
		return number == 0;
	for (size_t i = 0; i <= number; i++)
		there = text_wrap(&text, i == 0 ? width : width - HANG, line);
	return there;
}

/* Appends the number-th line of a row; false, with no line added, if all its cells have fewer lines. */
static bool
add_line(const struct grid *grid, const size_t *widths, size_t row, size_t number, struct buf *out)
{
	size_t begin = out->n;
	bool there = number == 0;
	struct buf text = {0};

	buf_repeat(out, ' ', grid->indent);
	for (size_t i = 0; i < grid->column_count; i++) {
		const struct grid_column *column = &grid->columns[i];
		struct str line;
		size_t hang = 0;

		if (widths[i] == GRID_LEFT_OUT)
			continue;
		buf_clear(&text);
		grid->cell(grid->context, row, i, &text);
		if (!cell_line(column, widths[i], buf_all(&text), number, &line)) {
			line = (struct str){0};
		} else {
			there = true;
			hang = number == 0 ? 0 : HANG;
		}
		buf_repeat(out, ' ', hang);
		add_cell(grid, out, line, widths[i] - hang, column->right);
		buf_repeat(out, ' ', GRID_GAP);
	}
	buf_free(&text);
	end_line(out, begin);
	if (there)
		buf_char(out, '\n');
	return there;
}

void
grid_add_row(const struct grid *grid, const size_t *widths, size_t row, struct buf *out)
{
	bool wrapped = false;

	for (size_t i = 0; i < grid->column_count; i++)
		wrapped = wrapped || grid->columns[i].wrapped;
	for (size_t number = 0; add_line(grid, widths, row, number, out) && wrapped; number++)
		;
}
