/* How far apart two words are, and which of several is nearest to one. */
#include "text.h"

/* The folded code points of a word; TEXT_WORD_MAX + 1 if there are more. */
static size_t
folded_letters(struct str s, int32_t letters[TEXT_WORD_MAX])
{
	struct buf folded = {0};
	size_t count = 0;

	text_fold(&folded, s);
	for (size_t i = 0; i < folded.n && count <= TEXT_WORD_MAX; count++) {
		int32_t c;

		i += text_decode(str_after(buf_all(&folded), i), &c);
		if (count < TEXT_WORD_MAX)
			letters[count] = c;
	}
	buf_free(&folded);
	return count;
}

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t least_of_two = a < b ? a : b;

	return least_of_two < c ? least_of_two : c;
}

/* The optimal string alignment distance of two words by their letters. */
static size_t
letters_distance(const int32_t *from, size_t n, const int32_t *to, size_t m, size_t limit)
{
	size_t rows[3][TEXT_WORD_MAX + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];

	if (n > TEXT_WORD_MAX || m > TEXT_WORD_MAX || (n > m ? n - m : m - n) > limit)
		return limit + 1;
	for (size_t j = 0; j <= m; j++)
		above[j] = before[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *free_row = before;

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			row[j] = least(above[j] + 1, row[j - 1] + 1,
				       above[j - 1] + (from[i - 1] != to[j - 1]));
			if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
				row[j] = least(row[j], before[j - 2] + 1, row[j]);
		}
		before = above;
		above = row;
		row = free_row;
	}
	return above[m] <= limit ? above[m] : limit + 1;
}

size_t
text_distance(struct str a, struct str b, size_t limit)
{
	int32_t from[TEXT_WORD_MAX], to[TEXT_WORD_MAX];
	size_t n = folded_letters(a, from), m = folded_letters(b, to);

	return letters_distance(from, n, to, m, limit);
}

struct nearest
nearest_to(struct str word)
{
	struct nearest nearest = {.word = word};

	nearest.count = folded_letters(word, nearest.letters);
	nearest.distance = nearest.count < 3 ? 2 : 2 + nearest.count / 4;
	return nearest;
}

void
nearest_try(struct nearest *nearest, struct str candidate)
{
	int32_t letters[TEXT_WORD_MAX];
	size_t distance;

	if (nearest->distance == 0)
		return;
	distance = letters_distance(nearest->letters, nearest->count, letters,
				    folded_letters(candidate, letters), nearest->distance - 1);
	if (distance < nearest->distance) {
		nearest->distance = distance;
		nearest->best = candidate;
	}
}
