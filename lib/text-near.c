/* The edit distance of two words, and which of several candidates is nearest to a word. */
#include "text.h"

/* The code points of a word, folded.  Returns their number, or TEXT_WORD_MAX + 1 if there are more than fit. */
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

/* The optimal string alignment distance of two words, by letters; limit + 1 if it is more than limit. */
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
	nearest.distance = nearest.count < 5 ? 2 : 2 + nearest.count / 4;
	return nearest;
}

/*
 * Do the lengths alone show that the candidate is more than limit edits away, so that it need not be folded?  A letter
 * takes at least one byte, and in ASCII exactly one.
 */
static bool
is_far(const struct nearest *nearest, struct str candidate, size_t limit)
{
	if (nearest->count > candidate.n + limit)
		return true;
	if (candidate.n <= nearest->count + limit)
		return false;
	for (size_t i = 0; i < candidate.n; i++)
		if ((unsigned char)candidate.p[i] >= 0x80)
			return false;
	return true;
}

/*
 * Compares a candidate, and makes meant the best if it is nearer than all before.  If two different things match
 * exactly, there is no best.
 */
static void
keep_nearer(struct nearest *nearest, struct str candidate, struct str meant)
{
	size_t limit = nearest->distance > 0 ? nearest->distance - 1 : 0;
	int32_t letters[TEXT_WORD_MAX];
	size_t distance;

	nearest->looks++;
	if (is_far(nearest, candidate, limit))
		return;
	distance = letters_distance(nearest->letters, nearest->count, letters,
				    folded_letters(candidate, letters), limit);
	if (distance < nearest->distance) {
		nearest->distance = distance;
		nearest->best = meant;
	} else if (distance == 0 && !str_eq(nearest->best, meant)) {
		nearest->best = (struct str){NULL, 0};
	}
}

/* Is the search over: was it never begun, or did two different things match exactly? */
static bool
is_settled(const struct nearest *nearest)
{
	return nearest->distance == 0 && nearest->best.p == NULL;
}

void
nearest_try(struct nearest *nearest, struct str candidate)
{
	if (nearest->distance > 0)
		keep_nearer(nearest, candidate, candidate);
}

/* Takes the next alternative of a name, up to an "or", off *rest; false if there is none left. */
static bool
next_choice(struct str *rest, struct str *choice)
{
	static const char *const between[] = {" or ", " ou ", "/"};
	size_t end = rest->n, skip = 0;

	if (rest->p == NULL)
		return false;
	for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++) {
		const char *at = memmem(rest->p, end, between[i], strlen(between[i]));

		if (at != NULL) {
			end = (size_t)(at - rest->p);
			skip = strlen(between[i]);
		}
	}
	*choice = str_trim((struct str){rest->p, end});
	*rest = skip > 0 ? str_after(*rest, end + skip) : (struct str){NULL, 0};
	return true;
}

void
nearest_try_name(struct nearest *nearest, struct str name, struct str id)
{
	struct str rest = name, choice;

	if (is_settled(nearest) || name.n == 0)
		return;
	keep_nearer(nearest, name, id);
	while (next_choice(&rest, &choice))
		if (choice.n > 0 && choice.n < name.n)
			keep_nearer(nearest, choice, id);
}

static bool
is_of_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/*
 * How well the words stand in the name: 0 as whole words, 1 as words of which the last goes on, 2 not at all.  Both are
 * folded.
 */
static size_t
words_apart(struct str name, struct str words)
{
	size_t apart = 2;

	for (size_t i = 0; i + words.n <= name.n; i++) {
		size_t end = i + words.n;

		if (!str_starts(str_after(name, i), words) || (i > 0 && is_of_word(name.p[i - 1])))
			continue;
		if (end == name.n || !is_of_word(name.p[end]))
			return 0;
		apart = 1;
	}
	return apart;
}

void
nearest_try_word(struct nearest *nearest, struct str name, struct str id)
{
	struct buf both = {0};
	size_t n, apart;

	if (is_settled(nearest) || nearest->count < 3)
		return;
	nearest->looks++;
	text_fold(&both, nearest->word);
	n = both.n;
	text_fold(&both, name);
	apart = n > 0 && both.p != NULL
		    ? words_apart(str_after(buf_all(&both), n), (struct str){both.p, n})
		    : 2;
	buf_free(&both);
	if (apart < 2 && apart < nearest->distance) {
		nearest->distance = apart;
		nearest->best = id;
	} else if (apart == nearest->distance && !str_eq(nearest->best, id)) {
		nearest->best = (struct str){NULL, 0};
	}
}
