#include "document.h"

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

void
document_text(struct document *document, struct str text)
{
	(void)add_block(document, BLOCK_TEXT, text);
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
