#include "document.h"

#include <math.h>

struct document *
document_new(struct arena *arena, struct str language)
{
	struct document *document = arena_get(arena, sizeof(*document));

	*document = (struct document){.arena = arena, .language = language};
	return document;
}

static struct block *
add_block(struct document *document, enum block_kind kind, struct str text)
{
	struct block *block = arena_get(document->arena, sizeof(*block));

	*block = (struct block){.kind = kind, .text = text};
	if (document->last == NULL)
		document->first = block;
	else
		document->last->next = block;
	document->last = block;
	return block;
}

void
document_heading(struct document *document, unsigned level, struct str text)
{
	add_block(document, BLOCK_HEADING, text)->level = level;
}

bool
document_is_section(const struct block *block, bool *below)
{
	if (block->kind != BLOCK_HEADING)
		return false;
	*below |= block->level == 2;
	return block->level == 2 || !*below;
}

void
document_text(struct document *document, struct str text)
{
	(void)add_block(document, BLOCK_TEXT, text);
}

void
document_set_language(struct document *document, struct str language)
{
	document->last->language = language;
}

void
document_preface(struct document *document, struct str text)
{
	struct block *block = arena_get(document->arena, sizeof(*block));

	*block = (struct block){.kind = BLOCK_TEXT, .text = text, .next = document->first};
	if (document->last == NULL)
		document->last = block;
	document->first = block;
}

void
document_bullet(struct document *document, struct str text)
{
	(void)add_block(document, BLOCK_BULLET, text);
}

void
document_command(struct document *document, struct str text)
{
	(void)add_block(document, BLOCK_COMMAND, text);
}

void
document_chart(struct document *document, const struct chart *chart)
{
	add_block(document, BLOCK_CHART, chart->title)->chart = chart;
}

struct table *
table_new(struct document *document, struct str caption, const struct table_column *columns,
	  size_t count)
{
	struct table *table = arena_get(document->arena, sizeof(*table));

	*table = (struct table){
	    .document = document, .caption = caption, .columns = columns, .column_count = count};
	return table;
}

void
document_add_table(struct document *document, struct table *table)
{
	add_block(document, BLOCK_TABLE, table->caption)->table = table;
}

struct table *
document_table(struct document *document, struct str caption, const struct table_column *columns,
	       size_t count)
{
	struct table *table = table_new(document, caption, columns, count);

	document_add_table(document, table);
	return table;
}

struct cell *
table_row(struct table *table)
{
	size_t size = table->column_count * sizeof(struct cell);

	table->cells = arena_grow(table->document->arena, table->cells, table->row_count,
				  &table->capacity, size);
	return &table->cells[table->row_count++ * table->column_count];
}

void
cell_add_series(const struct cell *cell, bool ascii, struct buf *out)
{
	static const char *const bars[] = {"\xE2\x96\x81", "\xE2\x96\x82", "\xE2\x96\x83",
					   "\xE2\x96\x85", "\xE2\x96\x87"};
	static const char *const ascii_bars[] = {"_", ".", "-", "=", "#"};
	double largest = 0;

	for (size_t i = 0; i < cell->count; i++)
		if (cell->series[i] > largest)
			largest = cell->series[i];
	for (size_t i = 0; i < cell->count; i++) {
		double number = cell->series[i];
		size_t height = number > 0 ? (size_t)ceil(4 * (number / largest)) : 0;

		if (isnan(number))
			buf_char(out, ' ');
		else
			buf_puts(out, ascii ? ascii_bars[height] : bars[height]);
	}
}

double
table_largest(const struct table *table, size_t column)
{
	double largest = 0;

	for (size_t r = 0; r + table->total_count < table->row_count; r++) {
		const struct cell *cell = table_cell(table, r, column);

		if (cell->kind == CELL_NUMBER && cell->number > largest)
			largest = cell->number;
	}
	return largest;
}
