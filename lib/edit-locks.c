/* The folders that writers lock, and whether they are still those of the registry once they are locked. */
#include "edit.h"

const struct folder *
edit_folder(const struct registry *registry, size_t i)
{
	const struct folder *const folders[EDIT_FOLDERS] = {&registry->root, &registry->cops,
							    &registry->people, &registry->rosters};

	return folders[i];
}

bool
edit_locks(const struct registry *registry, unsigned folders, const struct folder *folder)
{
	for (size_t i = 0; folders >> i != 0; i++)
		if ((folders >> i & 1) != 0 && edit_folder(registry, i)->fd >= 0 &&
		    folder_is_same(edit_folder(registry, i), folder))
			return true;
	return false;
}

bool
edit_lock(const struct registry *registry, unsigned folders, struct lock locks[EDIT_FOLDERS],
	  struct diag *diag)
{
	for (size_t i = 0; i < EDIT_FOLDERS; i++) {
		const struct folder *folder = edit_folder(registry, i);

		/* Whoever takes the lock of one folder twice waits for himself. */
		if ((folders >> i & 1) != 0 && folder->fd >= 0 &&
		    !edit_locks(registry, folders & ((1U << i) - 1), folder) &&
		    !lock_take(&locks[i], folder, diag))
			return false;
	}
	return true;
}

void
edit_unlock(struct lock locks[EDIT_FOLDERS])
{
	for (size_t i = EDIT_FOLDERS; i > 0; i--)
		lock_release(&locks[i - 1]);
}

bool
edit_is_current(const struct registry *registry, const struct registry *now, unsigned folders)
{
	for (size_t i = 0; i < EDIT_FOLDERS; i++) {
		const struct folder *old = edit_folder(registry, i), *new = edit_folder(now, i);

		if ((folders >> i & 1) != 0 &&
		    (new->fd < 0 ? old->fd >= 0 : !folder_is_same(old, new)))
			return false;
	}
	return true;
}
