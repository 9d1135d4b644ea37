/*
 * report-sample.h - tables with charts, made by hand, and a whole report to look at.
 *
 * Included after unit.h, whose arena they use.
 */
#ifndef COP_UNIT_REPORT_SAMPLE_H
#define COP_UNIT_REPORT_SAMPLE_H

#include <math.h>

#include "documents.h"
#include "labels.h"

/* A number as reports write it. */
static inline struct cell
number(double n)
{
	struct buf written = {0};
	struct cell cell = {.kind = CELL_NUMBER, .number = n};

	if (isfinite(n))
		label_number(&written, n);
	cell.text = arena_str(arena, buf_all(&written));
	buf_free(&written);
	return cell;
}

static inline struct document *
document_in(const char *language, const char *title)
{
	struct document *document = document_new(arena, str_of(language));

	document->title = str_of(title);
	document->stamp = STR("As of June 30, 2026, commit 0123456");
	return document;
}

/* Columns by their headings; one that begins with > has numbers. */
static inline struct table *
table_of(struct document *document, const char *caption, const char *const *headings, size_t count)
{
	struct table_column *columns = arena_array(arena, count, sizeof(*columns));

	for (size_t i = 0; i < count; i++) {
		columns[i].right = headings[i][0] == '>';
		columns[i].heading = str_of(headings[i] + columns[i].right);
	}
	return table_new(document, str_of(caption), columns, count);
}

static const size_t joined_and_left[] = {1, 2}, only_joined[] = {1}, only_members[] = {3};

static inline void
add_chart(struct document *document, enum chart_kind kind, const char *title,
	  const struct table *table, const size_t *columns, size_t count)
{
	struct chart *chart = arena_get(arena, sizeof(*chart));

	*chart = (struct chart){.kind = kind,
				.title = str_of(title),
				.description = STR("What there is to see."),
				.table = table,
				.series = columns,
				.series_count = count};
	document_chart(document, chart);
}

/* Months with numbers that rise and fall; the last but one is unknown, the third is masked. */
static inline struct table *
months_table(struct document *document, size_t count)
{
	static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	static const char *const headings[] = {"Month", ">Joined", ">Left", ">Members"};
	struct table *table = table_of(document, "Growth by month", headings, COUNT(headings));
	double members = 940, joined_in_all = 0, left_in_all = 0;
	struct cell *cells;

	for (size_t i = 0; i < count; i++) {
		double joined = (double)(7 + i * 5 % 11), left = (double)(i * 7 % 9);

		members += joined - left;
		joined_in_all += joined;
		left_in_all += left;
		cells = table_row(table);
		cells[0] = text_cell(names[i % 12]);
		cells[0].text = arena_format(arena, "%s %zu", names[i % 12], 2024 + i / 12);
		cells[1] = i == 2 ? masked_cell() : number(joined);
		cells[2] = number(left);
		cells[3] = number(members);
		if (i + 2 == count && count > 3)
			cells[1] = cells[3] = (struct cell){.kind = CELL_NOTHING};
	}
	cells = table_row(table);
	cells[0] = text_cell("In all");
	cells[1] = number(joined_in_all);
	cells[2] = number(left_in_all);
	table->total_count = 1;
	return table;
}

static inline void
add_months(struct document *document, size_t count)
{
	struct table *table = months_table(document, count);

	add_chart(document, CHART_LINE, "Members", table, only_members, 1);
	add_chart(document, CHART_COLUMNS, "Joined and left", table, joined_and_left, 2);
	add_chart(document, CHART_COLUMNS, "Joined", table, only_joined, 1);
	add_chart(document, CHART_LINE, "Joined and left, as lines", table, joined_and_left, 2);
	document_add_table(document, table);
}

static inline void
add_communities(struct document *document, size_t count)
{
	static const char *const headings[] = {"Community",   ">Members",   ">Applicants",
					       "Over a year", "Last event", "Status",
					       "Contact"};
	static const char *const names[] = {
	    "Perinatal mental health",
	    "Communauté de pratique en soins palliatifs et de fin de vie à domicile",
	    "Wound care",
	    "Health literacy & plain language",
	    "Infection prevention and control in long-term care homes of the north",
	};
	static const double over_time[] = {31, 33, 33, 36, NAN, NAN, 40, 39, 42, NAN, 47, 52};
	static const size_t both[] = {1, 2};
	struct table *table = table_of(document, "What stands where", headings, COUNT(headings));

	for (size_t i = 0; i < count; i++) {
		struct cell *cells = table_row(table);

		cells[0] = text_cell(names[i % COUNT(names)]);
		cells[1] = i == 3 ? masked_cell() : number((double)(5 + 613 * i % 97));
		cells[2] = i == 4 ? (struct cell){.kind = CELL_NOTHING} : number((double)(i % 7));
		cells[3] = series_cell(over_time, COUNT(over_time));
		cells[4] = (struct cell){
		    .kind = CELL_DATE, .date = date("2026-05-12"), .text = STR("May 12, 2026")};
		cells[5] = i % 4 == 2 ? marked(text_cell("paused")) : text_cell("active");
		cells[6] = text_cell("first.last@example.org");
	}
	add_chart(document, CHART_BARS, "Members by community", table, both, 1);
	add_chart(document, CHART_BARS, "Members and applicants by community", table, both, 2);
	document_add_table(document, table);
}

static inline void
write_sample(struct buf *page)
{
	struct document *document = document_in("en", "Communities of practice: spring 2026");

	document->about = STR(
	    "Example Health Association, all communities, April 1 to June 30, 2026");
	document_text(document,
		      STR("In three months 61 people joined and 19 left. Two communities have had "
			  "no event since winter, and one seat in three ends before autumn."));
	document_heading(document, 2, STR("Two communities"));
	add_communities(document, 2);
	document_heading(document, 2, STR("Growth"));
	document_heading(document, 3, STR("A year"));
	add_months(document, 12);
	document_heading(document, 3, STR("Forty months"));
	add_months(document, 40);
	document_heading(document, 2, STR("Forty communities"));
	add_communities(document, 40);
	document_heading(document, 2, STR("What to do"));
	document_text(document, STR("These lines would mend what was found:"));
	document_bullet(document, STR("Wound care has nobody who chairs it."));
	document_command(document, STR("cop-appoint wound-care --email pat@example.org "
				       "--position chair --from 2026-07-01"));
	document_bullet(document, STR("Health literacy is paused, and nobody said why."));
	document_bullet(document, STR("Its definition was last reviewed in 2023."));
	(void)document_html(document, page);
}

/* How often a text occurs in the page. */
static inline size_t
times(const char *page, const char *part)
{
	size_t count = 0;

	for (const char *at = page; (at = strstr(at, part)) != NULL; at += strlen(part))
		count++;
	return count;
}

#define assert_has(page, part)                                                \
	do {                                                                  \
		if (strstr(page, part) == NULL)                               \
			fail_msg("no %s in\n%s", part, (const char *)(page)); \
	} while (0)

#endif
